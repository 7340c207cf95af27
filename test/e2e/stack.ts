import { randomBytes } from 'node:crypto'
import { freePort } from '../../ci/host/free-port.js'
import { testPostgres } from '../../ci/host/postgres.js'
import { ensureServicesBuilt } from './built.js'
import { newDatabaseProxy } from './database-proxy.js'
import { runNode, type Service, service } from './processes.js'

/** The application, parts of which can be away for a while. */
export interface Stack {
  /** Where a visitor goes. */
  url: string
  backend: Part
  database: Part
  stop(): Promise<void>
}

interface Part {
  /** Ends when it answers. */
  start(): Promise<void>
  stop(): Promise<unknown>
}

const secret = () => randomBytes(32).toString('hex')

/** The real services as processes of this host, on a database of their own. */
export async function startStack(): Promise<Stack> {
  await ensureServicesBuilt()
  const postgres = await testPostgres()
  const database = await newDatabaseProxy(postgres.url)
  await database.start()
  const [backendPort, frontendPort] = [await freePort(), await freePort()]
  const backend = newBackend(backendPort, database.url)
  const frontend = newFrontend(frontendPort, backend.url, database.url)
  const stop = async () => {
    await Promise.allSettled([frontend.stop(), backend.stop()])
    await database.stop()
    await postgres.stop()
  }
  try {
    await runNode('services/backend/dist/migrate.js', { DATABASE_URL: postgres.url })
    await Promise.all([backend.start(), frontend.start()])
  } catch (error) {
    await stop()
    throw error
  }
  return { url: frontend.url, backend, database, stop }
}

function newBackend(port: number, DATABASE_URL: string): Service {
  return service('services/backend/dist/server.js', port, '/readyz', {
    DATABASE_URL,
    HOST: '127.0.0.1',
    JWT_SECRET: secret(),
    // Renewed by the frontend after half a minute.
    JWT_EXPIRATION: '60',
    CORS_ORIGINS: 'http://localhost',
    LOG_LEVEL: 'WARNING',
  })
}

function newFrontend(port: number, API_URL: string, DATABASE_URL: string): Service {
  return service('services/frontend/.next/standalone/server.js', port, '/api/health/live', {
    DATABASE_URL,
    API_URL,
    HOSTNAME: '127.0.0.1',
    BETTER_AUTH_SECRET: secret(),
    BETTER_AUTH_URL: `http://localhost:${port}`,
    // Each test's browser comes from another address, so that the limit on tries counts them apart.
    BETTER_AUTH_TRUST_HOST: 'true',
  })
}
