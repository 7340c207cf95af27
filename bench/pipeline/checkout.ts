import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What git tags of a benchmark begin with; a semantic version would be a release. */
const TAG = 'bench-'

/** A copy of what is committed, which may be edited. */
export interface Checkout {
  folder: string
  /** @returns what it printed */
  git(...args: string[]): Promise<string>
  /** Tags the commit that is checked out. */
  tag(id: string): Promise<unknown>
  /** Replaces text of a file. @throws unless it is there */
  replace(file: string, pattern: RegExp, by: string): Promise<void>
  /** Undoes all edits, commits and tags. */
  reset(): Promise<void>
  remove(): Promise<void>
}

/** @param installed whether it gets the dependencies that are installed here, which only the scripts on the host read */
export async function newCheckout({ installed }: { installed: boolean }): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'todo-chatbot-bench-'))
  const git = async (...args: string[]) => (await execa('git', [...AUTHOR, ...args], { cwd: folder })).stdout
  await git('clone', '--quiet', '--local', root, '.')
  const start = await git('rev-parse', 'HEAD')
  if (installed) await copyDependencies(folder)
  return {
    folder,
    git,
    tag: (id) => git('tag', TAG + id),
    async replace(file, pattern, by) {
      const text = await readFile(join(folder, file), 'utf8')
      if (!pattern.test(text))
        throw new Error(`${file} has nothing like ${pattern} to edit: adapt bench/pipeline/edits.ts`)
      await writeFile(join(folder, file), text.replace(pattern, by))
    },
    async reset() {
      await git('reset', '--quiet', '--hard', start)
      const tags = await git('tag', '--list', `${TAG}*`)
      if (tags) await git('tag', '--delete', ...tags.split('\n'))
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

const AUTHOR = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost']

async function copyDependencies(folder: string): Promise<void> {
  for (const path of ['node_modules', 'services/backend/node_modules', 'services/frontend/node_modules'])
    await cp(join(root, path), join(folder, path), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    })
}

/** Tells one edit from all others, so that no cache has seen it. */
export const newId = () => randomBytes(4).toString('hex')
