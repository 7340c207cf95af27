import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** The prefix of a benchmark's git tags; a semantic version would be a release. */
const TAG = 'bench-'

/** A clone of the repository, to be edited. */
export interface Checkout {
  folder: string
  /** Runs git and returns its output. */
  git(...args: string[]): Promise<string>
  /** Tags the current commit. */
  tag(id: string): Promise<unknown>
  /** Replaces text in a file. @throws if nothing matches the pattern */
  replace(file: string, pattern: RegExp, replacement: string): Promise<void>
  /** Undoes all edits, commits and tags. */
  reset(): Promise<void>
  remove(): Promise<void>
}

/** @param withDependencies whether to copy the installed dependencies, which only the scripts on the host need */
export async function newCheckout({ withDependencies }: { withDependencies: boolean }): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'todo-chatbot-bench-'))
  const git = async (...args: string[]) => (await execa('git', [...AUTHOR, ...args], { cwd: folder })).stdout
  await git('clone', '--quiet', '--local', root, '.')
  const start = await git('rev-parse', 'HEAD')
  if (withDependencies) await copyDependencies(folder)
  return {
    folder,
    git,
    tag: (id) => git('tag', TAG + id),
    async replace(file, pattern, replacement) {
      const text = await readFile(join(folder, file), 'utf8')
      if (!pattern.test(text)) throw new Error(`nothing in ${file} matches ${pattern}: adapt bench/pipeline/edits.ts`)
      await writeFile(join(folder, file), text.replace(pattern, replacement))
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

/** Makes an edit unique, so that no cache contains its result. */
export const newId = () => randomBytes(4).toString('hex')
