import { isAbsent, type Registry, runRegistryCommands, stdoutOrThrow, succeeded } from './registry.js'
import { releaseBefore } from './tags.js'

/** The previous release of an image, read from the registry. */
export interface PreviousRelease {
  version: string
  /** The platform whose manifest was read, if the release is an index. */
  platform: string
  /** Compressed bytes of all its layers. */
  size: number
}

/** The newest release of each image before a version, by image name; an image without one is left out. */
export async function previousReleases(
  names: string[],
  version: string,
  platform: string,
  registry: Registry,
): Promise<Record<string, PreviousRelease>> {
  const address = (name: string) => `${registry.repository}/${name}`
  const listed = await runRegistryCommands(
    registry,
    names.map((name) => [['crane', 'ls', address(name)]]),
  )
  const previous = names.flatMap((name, index) => {
    const outcome = listed.outcomes[index]?.[0]
    const tags = outcome && isAbsent(outcome) ? [] : stdoutOrThrow(outcome, registry).split('\n')
    const release = releaseBefore(version, tags)
    return release ? [{ name, release }] : []
  })
  if (!previous.length) return {}
  const manifests = await runRegistryCommands(
    registry,
    previous.map(({ name, release }) => [
      ['crane', 'manifest', `--platform=${platform}`, `${address(name)}:${release}`],
    ]),
  )
  return Object.fromEntries(
    previous.flatMap(({ name, release }, index) => {
      const outcome = manifests.outcomes[index]?.[0]
      const { layers } = outcome && succeeded(outcome) ? (JSON.parse(outcome.stdout) as Manifest) : {}
      return layers
        ? [[name, { version: release, platform, size: layers.reduce((bytes, { size }) => bytes + size, 0) }]]
        : []
    }),
  )
}

/** Without layers where the release was not built for the platform. */
interface Manifest {
  layers?: { size: number }[]
}
