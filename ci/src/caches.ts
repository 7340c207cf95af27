import { type Container, type Directory, dag, type File } from '@dagger.io/dagger'

/**
 * What npm and Next keep between runs: the name of its volume, and where they look for it. The volumes live as long as the engine;
 * where that is new for each run, `carried` takes them along and `fill` brings them back (docs/decisions/0012).
 */
const CACHES = { npm: '/root/.npm', next: '/app/.next/cache' }

const CARRIED = '/carried/caches.tar'

/** Gives a container the volume of that name. */
export const withCache =
  (name: keyof typeof CACHES) =>
  (container: Container): Container =>
    container.withMountedCache(CACHES[name], dag.cacheVolume(name))

/** Fills the volumes from a folder with `caches.tar`, the file that `carried` gives; without that file they stay as they are. */
export async function fill(from: Directory, nodeImage: string): Promise<void> {
  const unpack = `[ ! -f ${CARRIED} ] || tar -xf ${CARRIED} -C /`
  await withCaches(nodeImage).withMountedDirectory('/carried', from).withExec(['sh', '-c', unpack]).sync()
}

/** The volumes as one file. */
export function carried(nodeImage: string): File {
  const paths = Object.values(CACHES).map((path) => path.slice(1))
  return (
    withCaches(nodeImage)
      // What is in a volume is no part of a step's key, so that without this the first answer would stay.
      .withEnvVariable('NOW', new Date().toISOString())
      .withExec(['mkdir', '/carried'])
      .withExec(['tar', '--exclude=_logs', '-cf', CARRIED, '-C', '/', ...paths])
      .file(CARRIED)
  )
}

const withCaches = (nodeImage: string) => dag.container().from(nodeImage).with(withCache('npm')).with(withCache('next'))
