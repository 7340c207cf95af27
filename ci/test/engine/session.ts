import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connection, type Directory, dag, type File } from '@dagger.io/dagger'
import { execa } from 'execa'
import { describe, it, type TestContext } from 'vitest'
import { leftOut } from '../../../test/left-out.js'
import { engineReason } from '../../host/engine.js'
import { CHECKOUT_SOURCE, GIT_ONLY, IMAGE_SOURCE } from '../../src/project/sources.js'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

const engine = await engineReason()
if (engine.available)
  process.env['_EXPERIMENTAL_DAGGER_CLI_BIN'] ??= (await execa('sh', ['-c', 'command -v dagger'])).stdout
else leftOut('Tests on a Dagger engine', engine.reason)

/** Tests that need a running engine; without one they are skipped, and one line says why. */
export const describeOnEngine = describe.runIf(engine.available)

/** A test inside a session of its own, in which the module's class runs as it does behind `dagger call`. */
export function inSession(name: string, test: (context: TestContext) => Promise<void>): void {
  it(name, (context) => connection(() => test(context)))
}

/** What the class gets from the command line by default, taken from a checkout: this one, if none is given. */
export function sources(path = root) {
  const part = (exclude: string[]): Directory => dag.host().directory(path, { exclude })
  return {
    checkout: part(CHECKOUT_SOURCE),
    /** The services without their tests. */
    services: part(IMAGE_SOURCE),
    git: part(GIT_ONLY),
    exceptions: dag.host().file(join(path, 'ci/vulnerability-exceptions.json')),
  }
}

/** A file that only a test has. */
export const fileOf = (name: string, text: string): File => dag.directory().withNewFile(name, text).file(name)
