import { execa } from 'execa'
import { testPostgres } from '../../ci/host/postgres.js'
import { PLAIN } from '../../ci/host/run-step.js'
import { hostSteps, type Step } from '../../ci/host/steps.js'
import { LOCAL_API_URL, SERVICE_NAMES } from '../../ci/src/project/services.js'
import { docker, ours } from '../../test/images/daemon.js'
import { stack } from '../../test/images/stack.js'
import type { Checkout } from './checkout.js'
import type { Need } from './needs.js'

/** One way to do something in a checkout. */
export interface Contender {
  name: string
  needs: Need[]
  run(checkout: Checkout): Promise<unknown>
}

type Env = Record<string, string>

/** Turns off everything that uses the network along the way. */
const NO_NETWORK = { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', DAGGER_NO_UPDATE_CHECK: '1' }

/** Runs a command in a checkout and returns its output. @throws with the output, if it fails */
export async function runCommand({ folder }: Checkout, command: string[], env: Env = {}) {
  const [program = '', ...args] = command
  const options = { cwd: folder, env: { ...PLAIN, ...NO_NETWORK, ...env }, stdin: 'ignore' } as const
  const { stdout, stderr } = await execa(program, args, options)
  return { stdout, stderr }
}

export const dagger = (...args: string[]): Contender => ({
  name: ['dagger', ...args].join(' '),
  needs: ['engine'],
  run: (checkout) => runCommand(checkout, ['dagger', ...args]),
})

/** The Compose project of this run. */
export const PROJECT = `${ours}-bench`
export const composeImage = (service: string) => `${PROJECT}-${service}`

/** Builds the images of all services with Compose, each from the Dockerfile of its service. */
export const composeBuild = ({ folder }: Checkout, env: Env = {}) =>
  stack(PROJECT, { folder, variables: env }).compose('build', ...SERVICE_NAMES)

/** Removes the images that Compose built, including those whose name a later build took. */
export async function removeImages(): Promise<void> {
  const ids = await docker(['images', '--quiet', '--filter', `label=com.docker.compose.project=${PROJECT}`])
  if (ids) await docker(['rmi', '--force', ...new Set(ids.split('\n'))])
}

const composeContender = (name: string, run: Contender['run']): Contender => ({
  name: `docker compose ${name}`,
  needs: ['docker'],
  run,
})

export const compose = composeContender('build', (checkout) => composeBuild(checkout))
export const composeVersion = composeContender('version', (checkout) =>
  runCommand(checkout, ['docker', 'compose', 'version']),
)
export const composeConfig = composeContender('config', ({ folder }) =>
  stack(PROJECT, { folder }).compose('config', '--quiet'),
)

/** The build without containers: it needs only Node. */
export const hostBuild: Contender = {
  name: 'npm run build',
  needs: [],
  run: (checkout) => runCommand(checkout, ['npm', 'run', 'build'], { NEXT_PUBLIC_API_URL: LOCAL_API_URL }),
}

const END_TO_END: Step = {
  title: 'end-to-end',
  command: ['npx', 'vitest', 'run', '--config', 'test/e2e/vitest.config.ts'],
  env: { E2E_STACK: 'host' },
}

/** The test suites of `dagger call test`, except for the checks of images. */
export const hostTest: Contender = {
  name: 'the same suites on the host',
  needs: ['chromium'],
  async run(checkout) {
    const { url, stop } = await testPostgres()
    try {
      for (const group of [...hostSteps(url), [END_TO_END]])
        await Promise.all(
          group.map(({ command, env }) => runCommand(checkout, command, { TEST_DATABASE_URL: url, ...env })),
        )
    } finally {
      await stop()
    }
  },
}
