import type { Container } from '@dagger.io/dagger'
import { baseContainer } from './base-container.js'
import { TOOLBOX_IMAGE } from './versions.js'

/**
 * Node and Chromium, for tests. Debian's package: it starts as it is, and comes with every library that it needs.
 * Installed once: the layer stays in the cache until the base image moves.
 */
export function browser(): Container {
  return baseContainer(TOOLBOX_IMAGE)
    .withExec(['sh', '-c', 'apt-get update && apt-get install --yes --no-install-recommends chromium'])
    .withEnvVariable('CHROMIUM_PATH', '/usr/bin/chromium')
}
