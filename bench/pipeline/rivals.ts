import { execa } from 'execa'
import { testPostgres } from '../../ci/host/postgres.js'
import { PLAIN } from '../../ci/host/run-step.js'
import { hostSteps, type Step } from '../../ci/host/steps.js'
import { LOCAL_API_URL } from '../../ci/src/project/services.js'
import { docker, ours } from '../../test/images/daemon.js'
import { stack } from '../../test/images/stack.js'
import type { Checkout } from './checkout.js'
import type { Need } from './machine.js'

/** One way to do something in a checkout. */
export interface Rival {
  name: string
  needs: Need[]
  run(checkout: Checkout): Promise<unknown>
}

type Env = Record<string, string>

/** Nothing that asks the network on the way. */
const QUIET = { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', DAGGER_NO_UPDATE_CHECK: '1' }

/** Runs a command in a checkout. @returns its output @throws with all it printed, if it fails */
export async function run({ folder }: Checkout, command: string[], env: Env = {}) {
  const [program = '', ...args] = command
  const options = { cwd: folder, env: { ...PLAIN, ...QUIET, ...env }, stdin: 'ignore' } as const
  const { stdout, stderr } = await execa(program, args, options)
  return { stdout, stderr }
}

export const dagger = (...args: string[]): Rival => ({
  name: ['dagger', ...args].join(' '),
  needs: ['engine'],
  run: (checkout) => run(checkout, ['dagger', ...args]),
})

/** What Compose makes here is of this run alone. */
export const PROJECT = `${ours}-bench`
export const composeImage = (service: string) => `${PROJECT}-${service}`

/** Both images, each by the Dockerfile of its service. */
export const composeBuild = ({ folder }: Checkout, env: Env = {}) =>
  stack(PROJECT, { folder, variables: env }).compose('build', 'backend', 'frontend')

/** Removes the images that Compose made, those that lost their name to a later one among them. */
export async function removeImages(): Promise<void> {
  const ids = await docker(['images', '--quiet', '--filter', `label=com.docker.compose.project=${PROJECT}`])
  if (ids) await docker(['rmi', '--force', ...new Set(ids.split('\n'))])
}

const composing = (name: string, run: Rival['run']): Rival => ({
  name: `docker compose ${name}`,
  needs: ['docker'],
  run,
})

export const compose = composing('build', (checkout) => composeBuild(checkout))
export const composeVersion = composing('version', (checkout) => run(checkout, ['docker', 'compose', 'version']))
export const composeConfig = composing('config', ({ folder }) =>
  stack(PROJECT, { folder }).compose('config', '--quiet'),
)

/** What somebody types who has nothing but Node. */
export const hostBuild: Rival = {
  name: 'npm run build',
  needs: [],
  run: (checkout) => run(checkout, ['npm', 'run', 'build'], { NEXT_PUBLIC_API_URL: LOCAL_API_URL }),
}

const END_TO_END: Step = {
  title: 'end-to-end',
  command: ['npx', 'vitest', 'run', '--config', 'test/e2e/vitest.config.ts'],
  env: { E2E_STACK: 'host' },
}

/** The suites of `dagger call test` but for recipes and contract, which are about images. */
export const hostTest: Rival = {
  name: 'the same suites on the host',
  needs: ['chromium'],
  async run(checkout) {
    const { url, stop } = await testPostgres()
    try {
      for (const group of [...hostSteps(url), [END_TO_END]])
        await Promise.all(group.map(({ command, env }) => run(checkout, command, { TEST_DATABASE_URL: url, ...env })))
    } finally {
      await stop()
    }
  },
}
