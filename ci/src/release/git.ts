import type { Directory, GitRepository } from '@dagger.io/dagger'
import { debianWith } from '../project/base-container.js'
import type { Checkout } from './tags.js'

/** Everything that a release reads from git. */
export interface GitInfo {
  checkout: Checkout
  /** The committer's date of the commit, in seconds since 1970. */
  commitTime: number
  /** The repository's web address; undefined if git has no origin. */
  source: string | undefined
}

/**
 * Reads the checkout, the date of its commit and the address of its origin.
 * @param origin a folder that contains `.git/config`
 * @param ref as in `readCheckout`
 */
export async function readGitInfo(repository: GitRepository, origin: Directory, ref?: string): Promise<GitInfo> {
  const [checkout, commitTime, source] = await Promise.all([
    readCheckout(repository, ref),
    readCommitTime(repository),
    sourceAddress(origin),
  ])
  return { checkout, commitTime, source }
}

/**
 * Reads the commit that is checked out, its ref and its tags.
 *
 * @param repository the checkout; a shallow clone is enough
 * @param ref replaces the ref that is checked out: CI systems check out a detached commit and pass its ref separately
 */
export async function readCheckout(repository: GitRepository, ref?: string): Promise<Checkout> {
  const head = repository.head()
  const [commit, headRef, tags, branches] = await Promise.all([
    head.commit(),
    head.ref(),
    repository.tags(),
    repository.branches(),
  ])
  const commits = await Promise.all(tags.map((tag) => repository.tag(tag).commit()))
  return { commit, ref: ref ?? headRef, gitTags: tags.filter((_, index) => commits[index] === commit), branches }
}

/**
 * Requires a clean checkout: an image names the commit that it was built from, so it may contain nothing else.
 * @throws if the checkout has files that are changed, new or missing
 */
export async function requireCommitted(repository: GitRepository): Promise<void> {
  const changes = repository.uncommitted()
  const paths = await Promise.all([changes.modifiedPaths(), changes.addedPaths(), changes.removedPaths()])
  const [first, ...others] = paths.flat().sort()
  if (first === undefined) return
  const more = others.length ? ` and ${others.length} more` : ''
  throw new Error(
    `The checkout has uncommitted changes: ${first}${more}. Commit or stash them, or use --dry-run: an image must contain exactly the commit that it names.`,
  )
}

/** The committer's date of the commit that is checked out, in seconds since 1970. The engine's API has no date. */
export async function readCommitTime(repository: GitRepository): Promise<number> {
  const head = repository.head()
  const commit = await head.commit()
  const time = await debianWith('git')
    .withMountedDirectory('/git', head.tree({ depth: 1 }).directory('.git'))
    .withExec(['git', '--git-dir=/git', 'log', '-1', '--format=%ct', commit])
    .stdout()
  return Number(time)
}

/**
 * The web address of a checkout's `origin`, or undefined if there is none.
 * @param checkout a folder that contains `.git/config`
 */
export async function sourceAddress(checkout: Directory): Promise<string | undefined> {
  const files = await checkout.glob('.git/config')
  return files[0] ? webAddress(await checkout.file(files[0]).contents()) : undefined
}

/** The forms of a remote's URL in git: host (with a port only where it is the web server's, too) and path. */
const ADDRESSES = [
  /^https?:\/\/(?:[^@/]*@)?([^/]+)\/(.+?)(?:\.git)?\/?$/,
  /^ssh:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/,
  /^(?:[^@/]*@)?([^/:]+):(?!\/)(.+?)(?:\.git)?\/?$/,
]

/** The web address of `origin` in a git configuration: without user, password and `.git`, and https in place of ssh. */
export function webAddress(config: string): string | undefined {
  const [, url = ''] = /^\[remote "origin"\]$[^[]*?^\s*url\s*=\s*(\S+)\s*$/m.exec(config) ?? []
  const [, host, path] = ADDRESSES.map((address) => address.exec(url)).find(Boolean) ?? []
  return host && path ? `https://${host}/${path}` : undefined
}
