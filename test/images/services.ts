import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../repository/tools.js'
import { docker, ours } from './daemon.js'

/** What the contract says of a service, and what it needs to run with no other service beside it. */
export interface Service {
  name: string
  port: number
  live: string
  ready: string
  health: string
  buildArgs: Record<string, string>
  command: string[]
  /** Paths that may be written, as `docker run --tmpfs` takes them. */
  tmpfs: string[]
  required: Record<string, string>
  /** Next's server does not turn a signal into success. */
  exitCodes: number[]
}

const nowhere = 'postgresql://user:password@127.0.0.1:1/none'
export const version = 'v9.8.7'
export const revision = 'abc1234'

export const backend: Service = {
  name: 'backend',
  port: 8000,
  live: '/livez',
  ready: '/readyz',
  health: '/health',
  buildArgs: { APP_VERSION: version },
  command: ['node', 'dist/server.js'],
  tmpfs: ['/tmp'],
  required: { DATABASE_URL: nowhere, JWT_SECRET: 'j'.repeat(32) },
  exitCodes: [0],
}

export const frontend: Service = {
  name: 'frontend',
  port: 3000,
  live: '/api/health/live',
  ready: '/api/health/ready',
  health: '/api/health',
  buildArgs: { NEXT_PUBLIC_APP_VERSION: version, NEXT_PUBLIC_API_URL: 'http://127.0.0.1:1' },
  command: ['node', 'server.js'],
  tmpfs: ['/tmp', '/app/.next/cache:uid=1000,gid=1001'],
  required: { DATABASE_URL: nowhere, BETTER_AUTH_SECRET: 'b'.repeat(32), BETTER_AUTH_URL: 'http://localhost:3000' },
  exitCodes: [0, 143],
}

export const imageOf = ({ name }: Service) => `${ours}-${name}`

/** The arguments of `docker build` for a service. */
export function buildOf(service: Service, image: string, args: Record<string, string> = {}): string[] {
  const all = Object.entries({ GIT_COMMIT: revision, ...service.buildArgs, ...args })
  const given = all.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  return ['build', '--tag', image, ...given, `${root}services/${service.name}`]
}

/** Starts a service as the contract restricts it, and waits until the image's own health check succeeds. */
export async function start(service: Service, image = imageOf(service)) {
  const variables = Object.entries(service.required).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const container = await docker([
    ...['run', '--detach', '--name', `${image}-${Date.now()}`, '--publish', `127.0.0.1::${service.port}`],
    ...['--user', '1000:1001', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...service.tmpfs.flatMap((path) => ['--tmpfs', path]),
    ...['--health-interval', '1s', ...variables, image],
  ])
  await untilHealthy(container)
  return { container, url: `http://${await docker(['port', container, `${service.port}/tcp`])}` }
}

async function untilHealthy(container: string): Promise<void> {
  const deadline = Date.now() + 120_000
  for (let state = ''; state !== 'running healthy'; await sleep(250)) {
    state = await docker(['inspect', '--format', '{{.State.Status}} {{.State.Health.Status}}', container])
    if (!/^running (starting|healthy)/.test(state) || Date.now() > deadline)
      throw new Error(`the container is ${state}:\n${await docker(['logs', container])}`)
  }
}

/** The path of every file of an image. */
export async function filesOf(image: string): Promise<string[]> {
  const find = ['run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'find', image]
  return (await docker([...find, '/', '-xdev', '-type', 'f'])).split('\n')
}
