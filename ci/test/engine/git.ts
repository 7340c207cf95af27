import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const DATE = '2026-01-02T03:04:05Z'

/** A git repository of one test, with one commit on `main`; returns its folder. */
export function newRepository({
  tags = [],
  branch = 'main',
  detached = false,
}: {
  tags?: string[]
  branch?: string
  detached?: boolean
} = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-git-'))
  git(folder, 'init', '--quiet', '--initial-branch', branch)
  commit(folder, 'first')
  for (const tag of tags) git(folder, 'tag', tag)
  if (detached) git(folder, 'checkout', '--quiet', '--detach')
  return folder
}

/** Commits a new file of that name. */
export function commit(folder: string, name: string): void {
  writeFileSync(join(folder, name), name)
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '--message', name)
}

/** A copy with the newest commit alone. */
export function shallowClone(of: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-git-'))
  git(folder, 'clone', '--quiet', '--depth', '1', `file://${of}`, '.')
  return folder
}

/** The short id of the newest commit, as tags have it. */
export const sha = (folder: string) => git(folder, 'rev-parse', 'HEAD').slice(0, 7)

/** Runs git with nobody's settings but ours. At one moment, so that what two tests commit alike is one commit, and is built once. */
export function git(folder: string, ...args: string[]): string {
  const author = {
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_AUTHOR_DATE: DATE,
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    GIT_COMMITTER_DATE: DATE,
  }
  const env = { ...process.env, ...author, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim()
}
