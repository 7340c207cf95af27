import type { Container } from '@dagger.io/dagger'

/** What git says an image was made of. */
export interface SourceInfo {
  /** `v1.2.3`, or `git-abc1234` between releases. */
  version: string
  /** The full commit id. */
  commit: string
  /** When the commit was made, in seconds since 1970. */
  commitTime: number
  /** The repository's web address, where git knows one. */
  source?: string | undefined
}

const KEY = 'org.opencontainers.image'

/** The commit's date, as images write it. */
export const created = ({ commitTime }: Pick<SourceInfo, 'commitTime'>) => new Date(commitTime * 1000).toISOString()

/**
 * Adds to the labels that an image has those that git knows, and repeats all as annotations of its manifest, where registries
 * look. https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md
 */
export async function withOrigin(image: Container, made: SourceInfo): Promise<Container> {
  const known = {
    [`${KEY}.created`]: created(made),
    ...(made.source ? { [`${KEY}.source`]: made.source, [`${KEY}.url`]: made.source } : {}),
  }
  const labelled = Object.entries(known).reduce((all, [name, value]) => all.withLabel(name, value), image)
  const labels = await labelled.labels()
  const pairs = await Promise.all(labels.map(async (label) => [await label.name(), await label.value()] as const))
  return (
    pairs
      .filter(([name]) => name.startsWith(`${KEY}.`))
      // The engine gives labels in any order, and in another order they would be another image to its cache.
      .sort(([one], [other]) => one.localeCompare(other))
      .reduce((all, [name, value]) => all.withAnnotation(name, value), labelled)
  )
}
