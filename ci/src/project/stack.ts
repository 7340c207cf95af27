import { randomBytes } from 'node:crypto'
import { type Container, dag, type Service } from '@dagger.io/dagger'
import { baseContainer } from './base-container.js'
import type { ServiceName } from './services.js'
import { POSTGRES, SERVICES } from './services.js'

const backendPort = SERVICES.backend.port
const frontendPort = SERVICES.frontend.port
const PASSWORD = 'only-inside-this-session'

/** The address of `postgres()` where it is bound under its own name. */
export const DATABASE_URL = `postgresql://${POSTGRES.user}:${PASSWORD}@postgres:${POSTGRES.port}/${POSTGRES.database}`

/** A PostgreSQL server that lives as long as somebody is bound to it; ready when `pg_isready` says so. */
export function postgres(): Service {
  return (
    baseContainer(POSTGRES.image)
      .withEnvVariable('POSTGRES_USER', POSTGRES.user)
      .withEnvVariable('POSTGRES_PASSWORD', PASSWORD)
      .withEnvVariable('POSTGRES_DB', POSTGRES.database)
      // The locale decides the encoding of the databases: without one PostgreSQL counts bytes, not characters.
      .withEnvVariable('LANG', 'C.UTF-8')
      .withExposedPort(POSTGRES.port)
      // More often than in operation: somebody waits for it.
      .withDockerHealthcheck(POSTGRES.healthcheck.command, { interval: '1s', timeout: '3s', retries: 60 })
      .asService({ useEntrypoint: true })
  )
}

/**
 * The application on both services' ports of one service. Its secrets are made here, for one call.
 */
export function stack(images: Record<ServiceName, Container>, nodeImage: string): Service {
  const backend = quicklyReady(images.backend)
    .withServiceBinding('postgres', postgres())
    .withEnvVariable('DATABASE_URL', DATABASE_URL)
    .withSecretVariable('JWT_SECRET', newSecret('jwt'))
    .withEnvVariable('CORS_ORIGINS', `http://localhost:${frontendPort}`)
    .asService({ args: ['sh', '-c', 'node dist/migrate.js && exec node dist/server.js'] })
  const frontend = quicklyReady(images.frontend)
    .withServiceBinding('postgres', postgres())
    .withServiceBinding('backend', backend)
    .withEnvVariable('DATABASE_URL', DATABASE_URL)
    .withEnvVariable('API_URL', `http://backend:${backendPort}`)
    .withSecretVariable('BETTER_AUTH_SECRET', newSecret('better-auth'))
    .withEnvVariable('BETTER_AUTH_URL', `http://localhost:${frontendPort}`)
    .asService()
  return baseContainer(nodeImage)
    .withServiceBinding('backend', backend)
    .withServiceBinding('frontend', frontend)
    .withExposedPort(frontendPort)
    .withExposedPort(backendPort)
    .asService({ args: ['node', '-e', FORWARD] })
}

/** The engine waits for an image's own check, which asks only every 30 s; without it, an open port will do. */
const quicklyReady = (image: Container) => image.withoutDockerHealthcheck()

/** A Dagger service is one container: this one passes two ports on. */
const FORWARD = `
const { connect, createServer } = require('node:net')
for (const [host, port] of [['frontend', ${frontendPort}], ['backend', ${backendPort}]]) {
  createServer((client) => {
    const server = connect(port, host)
    const end = () => { client.destroy(); server.destroy() }
    client.on('error', end).pipe(server).on('error', end).pipe(client)
  }).listen(port)
}`

const newSecret = (name: string) => dag.setSecret(name, randomBytes(32).toString('hex'))
