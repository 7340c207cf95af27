import { ask, isAbsent, printed, type Registry, succeeded } from './registry.js'
import { releaseBefore } from './tags.js'

/** The release before, as far as the registry has it. */
export interface Previous {
  version: string
  /** The one that is compared, of an index of several. */
  platform: string
  /** Compressed bytes of all its layers. */
  size: number
}

/** Of each image the newest release before a version; an image that has none is left out. */
export async function previousReleases(
  names: string[],
  version: string,
  platform: string,
  to: Registry,
): Promise<Record<string, Previous>> {
  const address = (name: string) => `${to.repository}/${name}`
  const listed = await ask(
    to,
    names.map((name) => [['crane', 'ls', address(name)]]),
  )
  const known = names.flatMap((name, index) => {
    const outcome = listed.outcomes[index]?.[0]
    const tags = outcome && isAbsent(outcome) ? [] : printed(outcome, to).split('\n')
    const before = releaseBefore(version, tags)
    return before ? [{ name, before }] : []
  })
  if (!known.length) return {}
  const manifests = await ask(
    to,
    known.map(({ name, before }) => [['crane', 'manifest', `--platform=${platform}`, `${address(name)}:${before}`]]),
  )
  return Object.fromEntries(
    known.flatMap(({ name, before }, index) => {
      const outcome = manifests.outcomes[index]?.[0]
      const { layers } = outcome && succeeded(outcome) ? (JSON.parse(outcome.stdout) as Manifest) : {}
      return layers
        ? [[name, { version: before, platform, size: layers.reduce((bytes, { size }) => bytes + size, 0) }]]
        : []
    }),
  )
}

/** A release that was not made for the platform has none. */
interface Manifest {
  layers?: { size: number }[]
}
