import { randomBytes } from 'node:crypto'
import { type Container, dag, type Service } from '@dagger.io/dagger'
import type { ServiceName } from './images.js'
import { POSTGRES_IMAGE } from './versions.js'

const DATABASE = { user: 'todo_user', password: 'only-inside-this-session', name: 'todo_db' }

/** The address of `postgres()` where it is bound under its own name. */
export const DATABASE_URL = `postgresql://${DATABASE.user}:${DATABASE.password}@postgres:5432/${DATABASE.name}`

/** A PostgreSQL server that lives as long as somebody is bound to it; ready when `pg_isready` says so. */
export function postgres(): Service {
  return (
    dag
      .container()
      .from(POSTGRES_IMAGE)
      .withEnvVariable('POSTGRES_USER', DATABASE.user)
      .withEnvVariable('POSTGRES_PASSWORD', DATABASE.password)
      .withEnvVariable('POSTGRES_DB', DATABASE.name)
      // The locale decides the encoding of the databases: without one PostgreSQL counts bytes, not characters.
      .withEnvVariable('LANG', 'C.UTF-8')
      .withExposedPort(5432)
      .withDockerHealthcheck(
        ['pg_isready', '--username', DATABASE.user, '--dbname', DATABASE.name, '--host', '127.0.0.1'],
        {
          interval: '1s',
          timeout: '3s',
          retries: 60,
        },
      )
      .asService({ useEntrypoint: true })
  )
}

/**
 * The application on ports 3000 and 8000 of one service. Its secrets are made here, for one call.
 */
export function stack(images: Record<ServiceName, Container>, nodeImage: string): Service {
  const backend = quicklyReady(images.backend)
    .withServiceBinding('postgres', postgres())
    .withEnvVariable('DATABASE_URL', DATABASE_URL)
    .withSecretVariable('JWT_SECRET', newSecret('jwt'))
    .withEnvVariable('CORS_ORIGINS', 'http://localhost:3000')
    .asService({ args: ['sh', '-c', 'node dist/migrate.js && exec node dist/server.js'] })
  const frontend = quicklyReady(images.frontend)
    .withServiceBinding('postgres', postgres())
    .withServiceBinding('backend', backend)
    .withEnvVariable('DATABASE_URL', DATABASE_URL)
    .withEnvVariable('API_URL', 'http://backend:8000')
    .withSecretVariable('BETTER_AUTH_SECRET', newSecret('better-auth'))
    .withEnvVariable('BETTER_AUTH_URL', 'http://localhost:3000')
    .asService()
  return dag
    .container()
    .from(nodeImage)
    .withServiceBinding('backend', backend)
    .withServiceBinding('frontend', frontend)
    .withExposedPort(3000)
    .withExposedPort(8000)
    .asService({ args: ['node', '-e', FORWARD] })
}

/** The engine waits for an image's own check, which asks only every 30 s; without it, an open port will do. */
const quicklyReady = (image: Container) => image.withoutDockerHealthcheck()

/** A Dagger service is one container: this one passes two ports on. */
const FORWARD = `
const { connect, createServer } = require('node:net')
for (const [host, port] of [['frontend', 3000], ['backend', 8000]]) {
  createServer((client) => {
    const server = connect(port, host)
    const end = () => { client.destroy(); server.destroy() }
    client.on('error', end).pipe(server).on('error', end).pipe(client)
  }).listen(port)
}`

const newSecret = (name: string) => dag.setSecret(name, randomBytes(32).toString('hex'))
