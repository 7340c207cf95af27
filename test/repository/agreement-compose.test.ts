import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { LOCAL_API_URL, SERVICES } from '../../ci/src/project/services.js'
import { type Compose, composeDepartures } from './agreement/compose.js'
import { rowsOf } from './agreement/departure.js'
import { planted } from './agreement/plant.js'
import { read } from './tools.js'

const { backend, frontend } = SERVICES
const compose: Compose = parse(read('docker-compose.yml'), { merge: true })

it('Compose is as section 4 of the contract says', () => {
  expect(composeDepartures(compose)).toEqual([])
})

describe('a departure in Compose is named:', () => {
  const SERVER = 'postgres:latest'
  const DEFAULT = '${POSTGRES_PASSWORD:-todo_password}'
  it.each([
    ['another user', 'backend.user', '0:0', 'user'],
    ['a writable root', 'frontend.read_only', false, 'read_only'],
    ['an extra capability', 'backend.cap_add', ['NET_ADMIN'], 'cap_add'],
    ['capabilities that stay', 'migrate.cap_drop', undefined, 'cap_drop'],
    ['new privileges', 'backend.security_opt', undefined, 'security_opt'],
    ['all privileges', 'postgres.privileged', true, 'privileged'],
    ['a port for everyone', 'backend.ports', [`${backend.port}:${backend.port}`], 'ports'],
    ['another port', 'frontend.ports', [`127.0.0.1:${frontend.port + 1}:${frontend.port}`], 'ports'],
    ['a gate that asks no health', 'backend.depends_on.postgres.condition', 'service_started', 'gates'],
    ['migrations that nobody waits for', 'backend.depends_on.migrate', undefined, 'gates'],
    ['a secret', 'backend.environment.JWT_SECRET', 'dev-jwt-secret-min-32-characters-long', 'JWT_SECRET'],
    ['a default for a secret', 'postgres.environment.POSTGRES_PASSWORD', DEFAULT, 'POSTGRES_PASSWORD'],
    ['a missing variable', 'frontend.environment.BETTER_AUTH_URL', undefined, 'BETTER_AUTH_URL'],
    ['a variable that nobody reads', 'backend.environment.DEBUG', '1', 'unknown variables'],
    ['another API_URL', 'frontend.environment.API_URL', LOCAL_API_URL, 'API_URL'],
    ['a missing volume', 'postgres.volumes.0', undefined, 'volumes'],
    ['a missing cache', 'frontend.tmpfs.1', undefined, 'writable mounts'],
    ['whatever PostgreSQL is newest', 'postgres.image', SERVER, 'image'],
    ['a missing health check', 'postgres.healthcheck', undefined, 'health check'],
    ['another name', 'frontend.container_name', 'web', 'container_name'],
    ['no reload', 'backend.develop', undefined, 'reload'],
  ])('%s', (_, path, value, row) => {
    const [departed = compose] = planted([compose], 0, `services.${path}`, value)
    expect(rowsOf(composeDepartures(departed))).toContain(`Compose ${path.split('.')[0]}: ${row}`)
  })

  it('a missing service', () => {
    const [departed = compose] = planted([compose], 0, 'services.migrate', undefined)
    expect(rowsOf(composeDepartures(departed))).toContain('Compose: services')
  })
})
