import { randomBytes } from 'node:crypto'
import { freePort } from '../../ci/host/free-port.js'
import { testPostgres } from '../../ci/host/postgres.js'
import { ensureServicesBuilt } from './build-services.js'
import { createDatabaseProxy } from './database-proxy.js'
import { createService, runNode, type Service } from './service-process.js'

/** The application, whose backend and database can be stopped and restarted. */
export interface Stack {
  /** The address of the frontend. */
  url: string
  backend: Part
  database: Part
  stop(): Promise<void>
}

interface Part {
  /** Resolves when it answers. */
  start(): Promise<void>
  stop(): Promise<unknown>
}

const secret = () => randomBytes(32).toString('hex')

/** Starts the services as processes of this host, with their own database. */
export async function startStack(): Promise<Stack> {
  await ensureServicesBuilt()
  const postgres = await testPostgres()
  const database = await createDatabaseProxy(postgres.url)
  await database.start()
  const [backendPort, frontendPort] = [await freePort(), await freePort()]
  const backend = createBackend(backendPort, database.url)
  const frontend = createFrontend(frontendPort, backend.url, database.url)
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

function createBackend(port: number, DATABASE_URL: string): Service {
  return createService('services/backend/dist/server.js', port, '/readyz', {
    DATABASE_URL,
    HOST: '127.0.0.1',
    JWT_SECRET: secret(),
    // The frontend renews the token after half a minute.
    JWT_EXPIRATION: '60',
    CORS_ORIGINS: 'http://localhost',
    LOG_LEVEL: 'WARNING',
  })
}

function createFrontend(port: number, API_URL: string, DATABASE_URL: string): Service {
  return createService('services/frontend/.next/standalone/server.js', port, '/api/health/live', {
    DATABASE_URL,
    API_URL,
    HOSTNAME: '127.0.0.1',
    BETTER_AUTH_SECRET: secret(),
    BETTER_AUTH_URL: `http://localhost:${port}`,
    // Every browser context has its own address, so that the limit on sign-in attempts counts them separately.
    BETTER_AUTH_TRUST_HOST: 'true',
  })
}
