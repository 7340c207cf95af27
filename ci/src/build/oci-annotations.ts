import type { Container } from '@dagger.io/dagger'

/** The commit that an image is built from. */
export interface SourceInfo {
  /** `v1.2.3`, or `git-abc1234` between releases. */
  version: string
  /** The full commit id. */
  commit: string
  /** When the commit was made, in seconds since 1970. */
  commitTime: number
  /** The repository's web address; undefined if git has no origin. */
  source?: string | undefined
}

const KEY = 'org.opencontainers.image'

/** The commit's date, as images write it. */
export const created = ({ commitTime }: Pick<SourceInfo, 'commitTime'>) => new Date(commitTime * 1000).toISOString()

/**
 * Adds labels for the commit's date and repository to an image, and repeats all of its labels as annotations of the manifest, which
 * registries show. https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md
 */
export async function withOciAnnotations(image: Container, sourceInfo: SourceInfo): Promise<Container> {
  const { source } = sourceInfo
  const added = {
    [`${KEY}.created`]: created(sourceInfo),
    ...(source ? { [`${KEY}.source`]: source, [`${KEY}.url`]: source } : {}),
  }
  const labelled = Object.entries(added).reduce((all, [name, value]) => all.withLabel(name, value), image)
  const labels = await labelled.labels()
  const pairs = await Promise.all(labels.map(async (label) => [await label.name(), await label.value()] as const))
  return (
    pairs
      .filter(([name]) => name.startsWith(`${KEY}.`))
      // The engine returns labels in any order, and its cache takes another order for another image.
      .sort(([one], [other]) => one.localeCompare(other))
      .reduce((all, [name, value]) => all.withAnnotation(name, value), labelled)
  )
}
