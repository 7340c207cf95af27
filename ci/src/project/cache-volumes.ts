import { type Container, dag } from '@dagger.io/dagger'

/**
 * What npm and Next keep between runs: the name of its volume, and where they look for it. The volumes live as long as the engine, and
 * belong to this module: another has its own of the same name.
 */
const CACHES = { npm: '/root/.npm', next: '/app/.next/cache' }

/** Gives a container the volume of that name. */
export const withCache =
  (name: keyof typeof CACHES) =>
  (container: Container): Container =>
    container.withMountedCache(CACHES[name], dag.cacheVolume(name))
