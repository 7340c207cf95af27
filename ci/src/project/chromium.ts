import type { Container } from '@dagger.io/dagger'
import { debianWith } from './base-container.js'

/** Node and Chromium, for tests. Debian's package starts as it is, and comes with every library that it needs. */
export const browser = (): Container => debianWith('chromium').withEnvVariable('CHROMIUM_PATH', '/usr/bin/chromium')
