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
  empty = false,
}: {
  tags?: string[]
  branch?: string
  detached?: boolean
  /** Without any commit. */
  empty?: boolean
} = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-git-'))
  git(folder, 'init', '--quiet', '--initial-branch', branch)
  if (empty) return folder
  commit(folder, 'first')
  for (const tag of tags) git(folder, 'tag', tag)
  if (detached) git(folder, 'checkout', '--quiet', '--detach')
  return folder
}

/** Commits a new file of that name. */
export function commit(folder: string, name: string, date = DATE): void {
  writeFileSync(join(folder, name), name)
  git(folder, 'add', '.')
  runGit(folder, ['commit', '--quiet', '--message', name], date)
}

/** A copy with the newest commit alone. */
export function shallowClone(of: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-git-'))
  git(folder, 'clone', '--quiet', '--depth', '1', `file://${of}`, '.')
  return folder
}

/** The short id of the newest commit, as tags have it. */
export const sha = (folder: string) => git(folder, 'rev-parse', 'HEAD').slice(0, 7)

/** Runs git without anyone's settings and at a fixed time, so that the same commit of two tests is built once. */
export const git = (folder: string, ...args: string[]): string => runGit(folder, args, DATE)

function runGit(folder: string, args: string[], date: string): string {
  const author = {
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    GIT_COMMITTER_DATE: date,
  }
  const env = { ...process.env, ...author, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' }).trim()
}
