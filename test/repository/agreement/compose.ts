import type { ServiceContract } from '../../../ci/src/project/contract-types.js'
import { ALL_SERVICES, OWNER, POSTGRES, SERVICES } from '../../../ci/src/project/services.js'
import { compare, type Departure, demand } from './departure.js'
import type { Given } from './kubernetes.js'
import { variableDepartures } from './variables.js'

/** As much of docker-compose.yml as the agreement reads, its anchors and merges resolved. */
export interface Compose {
  services: Record<string, ComposeService | undefined>
  volumes?: Record<string, unknown>
}

export interface ComposeService {
  image?: string
  container_name?: string
  command?: string[]
  user?: string
  privileged?: boolean
  read_only?: boolean
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  ports?: string[]
  tmpfs?: string[]
  volumes?: string[]
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: Record<string, unknown>
  develop?: { watch: { path: string }[] }
}

const { backend, frontend } = SERVICES
const HEALTHY = { condition: 'service_healthy' }
const DONE = { condition: 'service_completed_successfully' }

/** What each service waits for. */
const GATES: Record<string, ComposeService['depends_on']> = {
  postgres: undefined,
  migrate: { postgres: HEALTHY },
  ...Object.fromEntries(ALL_SERVICES.map(({ name, startsAfter }) => [name, gates(startsAfter)])),
}

function gates(services: string[]): ComposeService['depends_on'] {
  return Object.fromEntries(services.map((name) => [name, name === 'migrate' ? DONE : HEALTHY]))
}

/** What PostgreSQL's entry point needs to give the data folder to its user, and to become that. */
const CAPABILITIES: Record<string, string[]> = { postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] }

/** Every place where docker-compose.yml departs from section 4 of the contract. */
export function composeDepartures({ services, volumes }: Compose): Departure[] {
  return [
    ...compare('Compose: services', Object.keys(services).sort(), Object.keys(GATES).sort()),
    ...compare('Compose: volumes', Object.keys(volumes ?? {}), ['postgres_data']),
    ...Object.keys(GATES).flatMap((name) => commonRows(name, services[name] ?? {})),
    ...ALL_SERVICES.flatMap((service) => ownRows(services[service.name] ?? {}, service)),
    ...compare('Compose migrate: image', services['migrate']?.image, services['backend']?.image),
    ...compare('Compose migrate: ports', services['migrate']?.ports, undefined),
    ...databaseRows(services['postgres'] ?? {}),
    ...addressRows(services),
  ]
}

function commonRows(name: string, service: ComposeService): Departure[] {
  const row = `Compose ${name}`
  return [
    ...compare(`${row}: read_only`, service.read_only, true),
    ...compare(`${row}: cap_drop`, service.cap_drop, ['ALL']),
    ...compare(`${row}: cap_add`, service.cap_add, CAPABILITIES[name]),
    ...compare(`${row}: security_opt`, service.security_opt, ['no-new-privileges:true']),
    ...compare(`${row}: privileged`, service.privileged, undefined),
    ...compare(`${row}: gates`, service.depends_on, GATES[name]),
    ...compare(`${row}: user`, service.user, name === 'postgres' ? undefined : OWNER),
    ...secretRows(row, service.environment ?? {}),
  ]
}

/** A password has no default and no value in the file: without the variable nothing starts. */
function secretRows(row: string, environment: Record<string, string>): Departure[] {
  const secrets = Object.entries(environment).filter(([name]) => /SECRET|PASSWORD|DATABASE_URL/.test(name))
  return secrets.flatMap(([name, value]) =>
    demand(
      `${row}: ${name}`,
      /\$\{\w+:\?[^}]+\}/.test(value) && !/\$\{\w+:-/.test(value),
      value,
      '${VARIABLE:?what to do}',
    ),
  )
}

function ownRows(service: ComposeService, contract: ServiceContract): Departure[] {
  const { name, image, port, mounts } = contract
  const row = `Compose ${name}`
  const given = Object.entries(service.environment ?? {}).map(([name, value]): [string, Given] => [
    name,
    /\$\{\w+:\?/.test(value) ? { secret: name, key: value } : { value },
  ])
  return [
    ...compare(`${row}: image`, service.image, `${image}:dev`),
    ...compare(`${row}: container_name`, service.container_name, image),
    ...compare(`${row}: ports`, service.ports, port === undefined ? undefined : [`127.0.0.1:${port}:${port}`]),
    ...compare(`${row}: command`, service.command, undefined),
    ...compare(
      `${row}: writable mounts`,
      service.tmpfs?.map((mount) => mount.replace(/:.*/, '')),
      mounts.map(({ path }) => path),
    ),
    ...compare(`${row}: volumes`, service.volumes, undefined),
    ...compare(
      `${row}: reload`,
      service.develop?.watch.map(({ path }) => path),
      [`./services/${name}`],
    ),
    ...variableDepartures(row, new Map(given), contract),
  ]
}

function databaseRows(service: ComposeService): Departure[] {
  const { command, interval, timeout, retries } = POSTGRES.healthcheck
  const { POSTGRES_USER, POSTGRES_DB, PGDATA } = service.environment ?? {}
  return [
    ...compare('Compose postgres: image', service.image, POSTGRES.image),
    ...compare('Compose postgres: container_name', service.container_name, 'todo-postgres'),
    ...compare('Compose postgres: ports', service.ports, [`127.0.0.1:${POSTGRES.port}:${POSTGRES.port}`]),
    ...compare('Compose postgres: health check', service.healthcheck, {
      test: ['CMD-SHELL', command.join(' ')],
      interval: `${interval}s`,
      timeout: `${timeout}s`,
      retries,
    }),
    ...compare(
      'Compose postgres: variables',
      [POSTGRES_USER, POSTGRES_DB, PGDATA],
      [POSTGRES.user, POSTGRES.database, POSTGRES.variables.find(({ name }) => name === 'PGDATA')?.example],
    ),
    ...compare('Compose postgres: volumes', service.volumes, [
      `postgres_data:${POSTGRES.mounts[0]?.path}`,
      './services/postgres/postgresql.conf:/etc/postgresql/postgresql.conf:ro',
      './services/postgres/init-scripts:/docker-entrypoint-initdb.d:ro',
    ]),
  ]
}

/** The services know each other by Compose's names, and browsers by the ports that Compose publishes. */
function addressRows(services: Compose['services']): Departure[] {
  const site = `http://localhost:${frontend.port}`
  const { API_URL, BETTER_AUTH_URL } = services['frontend']?.environment ?? {}
  return [
    ...compare('Compose frontend: API_URL', API_URL, `http://${backend.name}:${backend.port}`),
    ...compare('Compose frontend: BETTER_AUTH_URL', BETTER_AUTH_URL, site),
    ...compare('Compose backend: CORS_ORIGINS', services['backend']?.environment?.['CORS_ORIGINS'], site),
  ]
}
