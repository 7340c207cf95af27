import { randomBytes } from 'node:crypto'
import { freePort } from '../../ci/host/free-port.js'
import { type Postgres, startPostgres } from '../../ci/host/postgres.js'
import { ensureServicesBuilt } from '../e2e/build-services.js'
import { createService, runNode, type Service } from '../e2e/service-process.js'

export interface Backend {
  service: Service
  database: Postgres
  secret: string
  stop(): Promise<void>
}

/** Starts the built backend with its own database. */
export async function startBackend(): Promise<Backend> {
  await ensureServicesBuilt()
  const database = await startPostgres()
  const secret = randomBytes(32).toString('hex')
  const env = { DATABASE_URL: database.url, HOST: '127.0.0.1', JWT_SECRET: secret, LOG_LEVEL: 'ERROR' }
  const backend = createService('services/backend/dist/server.js', await freePort(), '/readyz', env)
  const stop = async () => {
    await backend.stop()
    await database.stop()
  }
  try {
    await runNode('services/backend/dist/migrate.js', { DATABASE_URL: database.url })
    await backend.start()
  } catch (error) {
    await stop()
    throw error
  }
  return { service: backend, database, secret, stop }
}
