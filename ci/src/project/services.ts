/**
 * The services of this project and the contract of their images, Compose and manifests, written once. It is pure data: the images, the
 * checks, the tests of Compose and Kubernetes and the tables of docs/contract.md read it.
 */

import { MEGABYTE } from '../lib/megabytes.js'
import type {
  DatabaseContract,
  HttpServiceContract,
  Mount,
  Resources,
  Routes,
  ServiceContract,
  Variable,
} from './contract-types.js'
import { POSTGRES_IMAGE } from './versions.js'

/** By number: the node images know user 1000 only, under a name of their own. */
const USER = { uid: 1000, gid: 1001 }
/** `USER` as images and Compose write it. */
export const OWNER = `${USER.uid}:${USER.gid}`

/** Of every pod; see https://kubernetes.io/docs/tasks/configure-pod-container/security-context */
export const POD_SECURITY_CONTEXT = {
  runAsNonRoot: true,
  runAsUser: USER.uid,
  fsGroup: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
} as const

/** Of every container of ours. */
export const CONTAINER_SECURITY_CONTEXT = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const

export const IMAGE_PULL_SECRET = 'ghcr-pull-secret'
export const IMAGE_PULL_POLICY = 'IfNotPresent'

const RESOURCES: Resources = {
  limits: { cpu: '1000m', memory: '1Gi' },
  requests: { cpu: '250m', memory: '256Mi' },
}

const TMP: Mount = { path: '/tmp', purpose: 'temporary files', kind: 'emptyDir', required: true }

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md */
const LABELS = ['title', 'description', 'licenses', 'version', 'revision'].map(
  (name) => `org.opencontainers.image.${name}`,
)

const routes = (live: string, ready: string, health: string): Routes => ({
  live: { path: live, status: 'alive', withinMs: 100 },
  ready: { path: ready, status: 'ready', withinMs: 500 },
  health: { path: health, status: 'healthy', withinMs: 100 },
})

/**
 * The process 1 of all images: passes signals on, reaps what others leave behind (node does neither for a process that it did not
 * start), and ends with the code of what it runs. See docs/decisions/0006.
 */
const INIT = [
  '"$@" & p=$!',
  'for s in HUP INT QUIT TERM; do trap "kill -$s $p" $s; done',
  'while wait $p; c=$?; kill -0 $p 2>/dev/null; do :; done',
  'exit $c',
].join('; ')

/** Asked by node itself, because no other HTTP client is in both Alpine and Debian. */
function healthcheck(live: string) {
  const address = `\`http://127.0.0.1:\${process.env.PORT}${live}\``
  const ask = `fetch(${address}).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`
  return { command: ['node', '-e', ask], interval: 30, timeout: 3, startPeriod: 40, retries: 3 }
}

const NODE_ENV: Variable = {
  name: 'NODE_ENV',
  required: false,
  default: 'production',
  inImage: true,
  rule: 'production',
  example: 'production',
  malformed: [],
}

const port = (number: number, malformed: string[]): Variable => ({
  name: 'PORT',
  required: false,
  default: String(number),
  inImage: true,
  rule: 'a TCP port',
  example: String(number),
  malformed,
})

const bindAddress = (name: string): Variable => ({
  name,
  required: false,
  default: '0.0.0.0',
  inImage: true,
  rule: 'the address to listen on',
  example: '0.0.0.0',
  malformed: [],
})

const version = (name: string): Variable => ({
  name,
  required: false,
  default: '1.0.0',
  rule: 'the version that the health route reports; the build sets it',
  example: 'v1.2.3',
  malformed: [],
})

const DATABASE_URL: Variable = {
  name: 'DATABASE_URL',
  required: true,
  secret: true,
  rule: 'postgresql://USER:PASSWORD@HOST:PORT/NAME',
  example: 'postgresql://user:password@127.0.0.1:1/none',
  malformed: ['mysql://user:password@host/name', 'nonsense'],
}

/** What holds for all services. */
const SHARED = {
  user: USER,
  workdir: '/app',
  entrypoint: ['sh', '-c', INIT, 'init'],
  labels: LABELS,
  stop: { withinSeconds: 10, exitCodes: [0] },
  resources: RESOURCES,
}

const BACKEND: HttpServiceContract = {
  ...SHARED,
  name: 'backend',
  image: 'todo-backend',
  description: 'REST API of the Todo Chatbot',
  command: ['node', 'dist/server.js'],
  port: 8000,
  variables: [
    DATABASE_URL,
    {
      name: 'JWT_SECRET',
      required: true,
      secret: true,
      rule: 'at least 32 characters for HS256, a PKCS#8 RSA private key in PEM for RS256',
      example: 'only-an-example-of-32-characters',
      malformed: ['hunter2'],
    },
    {
      name: 'JWT_ALGORITHM',
      required: false,
      default: 'HS256',
      rule: 'HS256 or RS256',
      example: 'HS256',
      malformed: ['none'],
    },
    {
      name: 'JWT_EXPIRATION',
      required: false,
      default: '3600',
      rule: 'whole seconds, at least 1',
      example: '3600',
      malformed: ['0', 'soon'],
    },
    {
      name: 'ENVIRONMENT',
      required: false,
      default: 'production',
      rule: 'development, staging or production',
      example: 'production',
      malformed: ['prod'],
    },
    {
      name: 'CORS_ORIGINS',
      required: false,
      default: '*',
      rule: '* or a comma-separated list of origins',
      example: 'https://todo.example.com',
      malformed: ['todo.example.com'],
    },
    {
      name: 'LOG_LEVEL',
      required: false,
      default: 'INFO',
      rule: 'DEBUG, INFO, WARNING or ERROR',
      example: 'INFO',
      malformed: ['LOUD'],
    },
    { name: 'LOG_FORMAT', required: false, default: 'json', rule: 'json or text', example: 'json', malformed: ['xml'] },
    {
      name: 'RATE_LIMIT',
      required: false,
      default: '300',
      rule: 'requests a minute of one user, 1 or more',
      example: '300',
      malformed: ['0'],
    },
    bindAddress('HOST'),
    port(8000, ['http', '99999']),
    version('APP_VERSION'),
    NODE_ENV,
  ],
  versionVariable: 'APP_VERSION',
  routes: routes('/livez', '/readyz', '/health'),
  healthcheck: healthcheck('/livez'),
  mounts: [TMP],
  budget: 6 * MEGABYTE,
  dependency: { variable: 'DATABASE_URL', protocol: 'postgresql' },
  connectsTo: ['postgres'],
  startsAfter: ['postgres', 'migrate'],
  isPublic: true,
}

const FRONTEND: HttpServiceContract = {
  ...SHARED,
  name: 'frontend',
  image: 'todo-frontend',
  description: 'Web interface of the Todo Chatbot',
  command: ['node', 'server.js'],
  port: 3000,
  variables: [
    DATABASE_URL,
    {
      name: 'BETTER_AUTH_SECRET',
      required: true,
      secret: true,
      rule: 'at least 32 characters',
      example: 'only-an-example-of-32-characters',
      malformed: ['hunter2'],
    },
    {
      name: 'BETTER_AUTH_URL',
      required: true,
      rule: 'the address of the application, http:// or https://',
      example: 'http://localhost:3000',
      malformed: ['localhost:3000', 'https://user:password@todo.example.com'],
    },
    {
      name: 'BETTER_AUTH_TRUST_HOST',
      required: false,
      default: 'false',
      rule: 'true or false; true behind a proxy that sets the forwarding headers',
      example: 'true',
      malformed: ['yes'],
    },
    {
      name: 'API_URL',
      required: false,
      rule: "the backend's address for the server side, http:// or https://; default: NEXT_PUBLIC_API_URL",
      example: 'http://127.0.0.1:1',
      malformed: ['todo-backend:8000'],
    },
    {
      name: 'NEXT_PUBLIC_API_URL',
      required: 'build',
      rule: "the backend's address for browsers, http:// or https://",
      example: 'http://localhost:8000',
      malformed: [],
    },
    bindAddress('HOSTNAME'),
    port(3000, ['http', '99999']),
    version('NEXT_PUBLIC_APP_VERSION'),
    NODE_ENV,
  ],
  versionVariable: 'NEXT_PUBLIC_APP_VERSION',
  routes: routes('/api/health/live', '/api/health/ready', '/api/health'),
  healthcheck: healthcheck('/api/health/live'),
  mounts: [TMP, { path: '/app/.next/cache', purpose: "Next's cache", kind: 'emptyDir', required: 'recommended' }],
  budget: 25 * MEGABYTE,
  dependency: { variable: 'API_URL', protocol: 'http' },
  connectsTo: ['postgres', 'backend'],
  startsAfter: ['backend'],
  isPublic: true,
}

/** The services whose images this project makes, by the names of their folders. Everything else that lists services is derived from this. */
export const SERVICES = { backend: BACKEND, frontend: FRONTEND } satisfies Record<string, ServiceContract>
export type ServiceName = keyof typeof SERVICES
export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[]
export const ALL_SERVICES: ServiceContract[] = Object.values(SERVICES)

/** @throws if there is no service of that name */
export function serviceName(name: string): ServiceName {
  const known = SERVICE_NAMES.find((service) => service === name)
  if (known) return known
  throw new Error(`--service "${name}" is not a service: use ${SERVICE_NAMES.join(' or ')}`)
}

export const isHttpService = (service: ServiceContract): service is HttpServiceContract =>
  service.port !== undefined && service.routes !== undefined && service.healthcheck !== undefined
export const HTTP_SERVICES = ALL_SERVICES.filter(isHttpService)

/** The backend as a browser on this machine reaches it. */
export const LOCAL_API_URL = `http://localhost:${BACKEND.port}`

const DATABASE = { user: 'todo_user', database: 'todo_db' }

export const POSTGRES: DatabaseContract = {
  name: 'postgres',
  image: POSTGRES_IMAGE,
  port: 5432,
  ...DATABASE,
  variables: [
    { name: 'POSTGRES_USER', required: true, rule: 'the superuser', example: DATABASE.user, malformed: [] },
    {
      name: 'POSTGRES_PASSWORD',
      required: true,
      secret: true,
      rule: "the superuser's password",
      example: 'password',
      malformed: [],
    },
    { name: 'POSTGRES_DB', required: true, rule: 'the database', example: DATABASE.database, malformed: [] },
    {
      name: 'PGDATA',
      required: false,
      default: '/var/lib/postgresql/data',
      rule: 'the data folder',
      example: '/var/lib/postgresql/data/pgdata',
      malformed: [],
    },
  ],
  healthcheck: {
    command: ['pg_isready', '-h', '127.0.0.1', '-U', DATABASE.user, '-d', DATABASE.database],
    interval: 10,
    timeout: 5,
    retries: 5,
  },
  mounts: [
    { path: '/var/lib/postgresql/data', purpose: 'database files', kind: 'persistentVolumeClaim', required: true },
  ],
  settings: {
    max_connections: '100',
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    maintenance_work_mem: '64MB',
    checkpoint_completion_target: '0.9',
    wal_buffers: '16MB',
    default_statistics_target: '100',
    random_page_cost: '1.1',
    effective_io_concurrency: '200',
    work_mem: '2621kB',
    min_wal_size: '1GB',
    max_wal_size: '4GB',
  },
}
