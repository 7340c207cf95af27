import type { GitRepository } from '@dagger.io/dagger'
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
