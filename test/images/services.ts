import { setTimeout as sleep } from 'node:timers/promises'
import { goodValues } from '../../ci/src/check/contract/plan.js'
import { buildArguments } from '../../ci/src/project/build-arguments.js'
import type { HttpServiceContract, ServiceContract } from '../../ci/src/project/contract-types.js'
import { OWNER } from '../../ci/src/project/services.js'
import { root } from '../repository/tools.js'
import { docker, ours } from './daemon.js'

export const version = 'v9.8.7'
const commit = 'abc1234'
/** Nothing listens there. */
const NO_ADDRESS = 'http://127.0.0.1:1'

export const imageOf = ({ name }: ServiceContract) => `${ours}-${name}`

/** The arguments of `docker build` for a service. */
export function buildOf(service: ServiceContract, image: string, args: Record<string, string> = {}): string[] {
  const all = Object.entries({ ...buildArguments(service, { version, commit }, NO_ADDRESS), ...args })
  const given = all.flatMap(([argument, value]) => ['--build-arg', `${argument}=${value}`])
  return ['build', '--tag', image, ...given, `${root}services/${service.name}`]
}

/** The arguments of `docker run` that restrict a service as the contract does. */
export function restricted({ user, mounts, port }: ServiceContract): string[] {
  return [
    ...(port === undefined ? [] : ['--publish', `127.0.0.1::${port}`]),
    ...['--user', OWNER, '--read-only', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges'],
    ...mounts.flatMap(({ path }) => ['--tmpfs', `${path}:uid=${user.uid},gid=${user.gid}`]),
  ]
}

export const variablesOf = (variables: Record<string, string>) =>
  Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])

/** Starts a service with nothing beside it, and waits until the image's own health check succeeds, if it has one. */
export async function start(service: ServiceContract, image = imageOf(service)): Promise<string> {
  const container = await docker([
    ...['run', '--detach', '--name', `${image}-${Date.now()}`, ...restricted(service)],
    ...(service.healthcheck ? ['--health-interval', '1s'] : []),
    ...[...variablesOf(goodValues(service)), image],
  ])
  if (service.healthcheck) await untilHealthy(container)
  return container
}

/** The address of a container of an HTTP server on this machine. */
export const urlOf = async (container: string, { port }: HttpServiceContract): Promise<string> =>
  `http://${await docker(['port', container, `${port}/tcp`])}`

async function untilHealthy(container: string): Promise<void> {
  const deadline = Date.now() + 120_000
  for (let state = ''; state !== 'running healthy'; await sleep(250)) {
    state = await docker(['inspect', '--format', '{{.State.Status}} {{.State.Health.Status}}', container])
    if (!/^running (starting|healthy)/.test(state) || Date.now() > deadline)
      throw new Error(`the container is ${state}:\n${await docker(['logs', container])}`)
  }
}
