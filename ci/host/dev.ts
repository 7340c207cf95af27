import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { SERVICES } from '../src/project/services.js'
import { freePort } from './free-port.js'
import { startPostgres } from './postgres.js'
import { type ProcessGroup, startGroup } from './process-group.js'

/**
 * `npm run dev`: the whole application on this machine with reload, on a PostgreSQL of its own. Data and secrets last as long as
 * the command; Ctrl+C ends it all. FRONTEND_PORT and BACKEND_PORT set the ports (default: those of the contract), for this machine alone.
 */
async function main(): Promise<void> {
  const [frontendPort, backendPort] = [
    await portOf('FRONTEND_PORT', SERVICES.frontend.port),
    await portOf('BACKEND_PORT', SERVICES.backend.port),
  ]
  const [frontend, backend] = [`http://localhost:${frontendPort}`, `http://localhost:${backendPort}`]
  const running: ProcessGroup[] = []
  const postgres = await startPostgres()
  const env = {
    DATABASE_URL: postgres.url,
    JWT_SECRET: newSecret(),
    BETTER_AUTH_SECRET: newSecret(),
    BETTER_AUTH_URL: frontend,
    NEXT_PUBLIC_API_URL: backend,
    CORS_ORIGINS: frontend,
    ENVIRONMENT: 'development',
    LOG_FORMAT: 'text',
  }
  const dev = (name: string, variables: Record<string, string>) => {
    running.push(startGroup('npm', script(name, 'dev'), { ...env, ...variables }))
  }
  const start = async () => {
    dev('frontend', { PORT: String(frontendPort) })
    for (const name of ['build', 'migrate']) await npm('backend', name, env)
    dev('backend', { PORT: String(backendPort), HOST: '127.0.0.1' })
    await Promise.race([ended(running), ready(`${backend}/readyz`, `${frontend}/api/health/ready`)])
    console.log(`\nThe application is at ${frontend}, its API at ${backend}/docs. Ctrl+C ends it.\n`)
    await ended(running)
  }
  try {
    await Promise.race([start(), stopped])
  } finally {
    await Promise.all(running.map((group) => group.stop()))
    await postgres.stop()
  }
}

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
})

const newSecret = () => randomBytes(32).toString('hex')

async function portOf(variable: string, standard: number): Promise<number> {
  const value = process.env[variable] ?? String(standard)
  const port = Number(value)
  if (!/^\d+$/.test(value) || port < 1 || port > 65535)
    throw new Error(`${variable} "${value}" is not a port: set it to 1 to 65535`)
  return await freePort(port).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `port ${port} is not available (${error.code}): stop the program that listens there, or set ${variable} to another`,
    )
  })
}

const script = (service: string, name: string) => ['run', '--silent', name, '--prefix', `services/${service}`]

const npm = (service: string, name: string, env: Record<string, string>) =>
  execa('npm', script(service, name), { env, stdio: ['ignore', 'inherit', 'inherit'] })

/** The first end of what should go on. */
const ended = (groups: ProcessGroup[]) => Promise.race(groups.map((group) => group.ended))

/** Waits until all addresses answer well; whoever waits decides for how long. */
async function ready(...urls: string[]): Promise<void> {
  const isOk = (url: string) =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  for (const url of urls) while (!(await isOk(url))) await sleep(100)
}

await main().then(
  // What is left are requests of a start that was stopped in the middle.
  () => process.exit(),
  (error: Error) => {
    console.error(`npm run dev: ${error.message}`)
    process.exit(1)
  },
)
