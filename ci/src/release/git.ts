import type { Directory, GitRepository } from '@dagger.io/dagger'
import { script, toolbox } from '../toolbox/container.js'
import type { Checkout } from './tags.js'

/**
 * What git says of the commit that is checked out.
 *
 * @param repository the checkout; a shallow one is enough
 * @param ref takes the place of what is checked out: CI systems check out a detached commit and name the ref beside it
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
 * An image says which commit it was made of, so that commit has to be all that it was made of.
 * @throws if the checkout has files that are changed, new or missing
 */
export async function requireCommitted(repository: GitRepository): Promise<void> {
  const changes = repository.uncommitted()
  const paths = await Promise.all([changes.modifiedPaths(), changes.addedPaths(), changes.removedPaths()])
  const [first, ...others] = paths.flat().sort()
  if (first === undefined) return
  const more = others.length ? ` and ${others.length} more` : ''
  throw new Error(
    `The checkout has uncommitted changes: ${first}${more}. Commit or stash them, or use --dry-run: an image must be what its commit says.`,
  )
}

/** When the commit that is checked out was made, in seconds since 1970. */
export async function commitSeconds(repository: GitRepository): Promise<number> {
  const head = repository.head()
  const seconds = await (await toolbox())
    .withMountedDirectory('/checkout', head.tree({ depth: 1 }))
    .withExec(script('commit-date', '/checkout/.git', await head.commit(), '/seconds'))
    .file('/seconds')
    .contents()
  return Number(seconds)
}

/**
 * The web address of a checkout's `origin`, or undefined if it has none.
 * @param checkout a folder that holds `.git/config`
 */
export async function sourceAddress(checkout: Directory): Promise<string | undefined> {
  const files = await checkout.glob('.git/config')
  return files[0] ? webAddress(await checkout.file(files[0]).contents()) : undefined
}

/** How git writes where a remote is: its host, with a port only where that is the web's too, and its path. */
const ADDRESSES = [
  /^https?:\/\/(?:[^@/]*@)?([^/]+)\/(.+?)(?:\.git)?\/?$/,
  /^ssh:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/,
  /^(?:[^@/]*@)?([^/:]+):(?!\/)(.+?)(?:\.git)?\/?$/,
]

/** The web address of `origin` in a git configuration: no user, no password, no `.git`, and https for ssh. */
export function webAddress(config: string): string | undefined {
  const [, url = ''] = /^\[remote "origin"\]$[^[]*?^\s*url\s*=\s*(\S+)\s*$/m.exec(config) ?? []
  const [, host, path] = ADDRESSES.map((address) => address.exec(url)).find(Boolean) ?? []
  return host && path ? `https://${host}/${path}` : undefined
}

/**
 * All that a release takes from git.
 * @param origin a folder that holds `.git/config`
 * @param ref as in `readCheckout`
 */
export async function readAll(repository: GitRepository, origin: Directory, ref?: string) {
  const [checkout, seconds, source] = await Promise.all([
    readCheckout(repository, ref),
    commitSeconds(repository),
    sourceAddress(origin),
  ])
  return { checkout, seconds, source }
}
