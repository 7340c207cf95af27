import { readFileSync } from 'node:fs'
import { type Container, dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { checkContract, checkImage } from '../../src/check/contract/check.js'
import { contractReport } from '../../src/check/contract/report.js'
import { TodoChatbot } from '../../src/index.js'
import { debianWith } from '../../src/project/base-container.js'
import type { HttpServiceContract, Variable } from '../../src/project/contract-types.js'
import { images } from '../../src/project/images.js'
import { ALL_SERVICES, LOCAL_API_URL, OWNER, SERVICES, type ServiceName } from '../../src/project/services.js'
import { serviceSources } from '../../src/project/sources.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()

/** Departures that the backend's image bears all at once, with the row that each breaks. */
const PLANTED: [string, (image: Container) => Container][] = [
  ['user', (image) => image.withUser('0')],
  ['port', (image) => image.withExposedPort(9229)],
  ['health check interval', (image) => image.withDockerHealthcheck(['true'], { interval: '5s' })],
  ['secrets in variables', (image) => image.withEnvVariable('NPM_TOKEN', 'abc')],
  ['.env files', (image) => image.withNewFile('/app/.env', 'A=1', { owner: '1000:1001' })],
  ['source maps', (image) => image.withNewFile('/app/dist/server.js.map', '{}', { owner: '1000:1001' })],
  ['files of another owner', (image) => image.withNewFile('/app/dist/of-root.js', '')],
  ['files outside the working directory', (image) => image.withNewFile('/opt/tool', '')],
  ['files that others may write', (image) => image.withNewFile('/app/dist/open.js', '', { permissions: 0o666 })],
  [
    'setuid or setgid files',
    (image) => image.withExec(['sh', '-c', 'touch /app/dist/tool && chmod 4755 /app/dist/tool']),
  ],
  ['package managers of Node', (image) => image.withNewFile('/usr/local/bin/npm', '', { permissions: 0o755 })],
  ['files that a later layer hides', (image) => image.withNewFile('/app/gone', 'x').withoutFile('/app/gone')],
  ['size above the base', (image) => image.withNewFile('/app/big', 'x'.repeat(3_000_000))],
  // Without the init process 1 is node itself, which breaks two rows.
  ['entry point', (image) => image.withEntrypoint([], { keepDefaultArgs: true })],
  ['processes that process 1 leaves behind', (image) => image],
]

/** An image whose node may do more than who runs it. */
function withFileCapability(image: Container): Container {
  const node = debianWith('libcap2-bin')
    .withFile('/node', image.file('/usr/local/bin/node'))
    .withExec(['setcap', 'cap_net_bind_service=ep', '/node'])
    .file('/node')
  return image.withFile('/usr/local/bin/node', node)
}

/** An image whose entry point does what only root may. */
const withEntrypointOfRoot = (image: Container) =>
  image.withEntrypoint(['sh', '-c', 'chown root /tmp && exec "$@"', 'init'], { keepDefaultArgs: true })

const variable = (name: string, changes: Partial<Variable>): Variable => ({
  name,
  required: false,
  rule: 'any',
  example: 'any',
  malformed: [],
  ...changes,
})

const route = SERVICES.frontend.routes
/** The contract of static-server.c, which asks for neither a shell nor Node. */
const STATIC: HttpServiceContract = {
  ...SERVICES.frontend,
  image: 'static-server',
  entrypoint: ['/app/server'],
  command: [],
  port: 8080,
  variables: [
    variable('API_URL', { required: true, malformed: ['nonsense'] }),
    variable('PORT', { default: '8080', inImage: true, malformed: ['http'] }),
  ],
  versionVariable: 'APP_VERSION',
  routes: {
    live: { ...route.live, path: '/live' },
    ready: { ...route.ready, path: '/ready' },
    health: { ...route.health, path: '/health' },
  },
  healthcheck: { ...SERVICES.frontend.healthcheck, command: ['/app/server', 'health'] },
  mounts: SERVICES.backend.mounts,
}

/** An image of one program, and the image of one file that it is built on. */
function staticImage(): { image: Container; base: Container } {
  const source = readFileSync(new URL('static-server.c', import.meta.url), 'utf8')
  const server = debianWith('gcc', 'libc6-dev')
    .withNewFile('/server.c', source)
    .withExec(['gcc', '-O2', '-static', '-o', '/server', '/server.c'])
    .file('/server')
  const base = dag.container().withNewFile('/etc/os-release', 'ID=none')
  const { interval, timeout, startPeriod, retries, command } = STATIC.healthcheck
  const labels = {
    title: STATIC.image,
    description: STATIC.description,
    licenses: 'none',
    version: 'v1',
    revision: 'none',
  }
  const image = base
    .withWorkdir(STATIC.workdir)
    .withFile('/app/server', server, { owner: OWNER })
    .withEnvVariable('PORT', String(STATIC.port))
    .withEnvVariable('APP_VERSION', 'v1')
    .withUser(OWNER)
    .withExposedPort(STATIC.port)
    .withDockerHealthcheck(command, {
      interval: `${interval}s`,
      timeout: `${timeout}s`,
      startPeriod: `${startPeriod}s`,
      retries,
    })
    .withEntrypoint(STATIC.entrypoint)
  const labelled = Object.entries(labels).reduce(
    (one, [name, value]) => one.withLabel(`org.opencontainers.image.${name}`, value),
    image,
  )
  return { image: labelled, base }
}

describeOnEngine('the contract', () => {
  inSession('is kept on Node 20 too', async () => {
    expect(await module.contract(sources().services, 'node:20-alpine')).toMatch(
      new RegExp(`^${ALL_SERVICES.map(({ image }) => `${image} +\\d+ rows passed .*`).join('\\n')}`),
    )
  })

  inSession('is kept by an image with neither a shell nor Node', async () => {
    const { image, base } = staticImage()
    expect(contractReport([await checkImage(STATIC, image, base)])).toMatch(
      /^static-server +\d+ rows passed +run by crun /,
    )
  })

  inSession('is broken by a program with capabilities, and by an entry point that needs one', async () => {
    const good = goodImages()
    const departed = {
      ...good,
      backend: withFileCapability(good.backend),
      frontend: withEntrypointOfRoot(good.frontend),
    }
    const message = await brokenContract(departed)
    expect(message).toMatch(/todo-backend.*\nfiles with capabilities +none +\/usr\/local\/bin\/node\n.*todo-frontend/s)
    for (const row of ['entry point', 'process 1', 'live, dependency present'])
      expect(message).toMatch(new RegExp(`todo-frontend.*\\n${row}  `, 's'))
    expect(message).toContain('Operation not permitted')
  })

  inSession('is broken by an image that departs from it, and each row is named', async () => {
    const good = goodImages()
    const backend = PLANTED.reduce((image, [, plant]) => plant(image), good.backend)
    // Ends at once, whatever it is given.
    const frontend = good.frontend.withDefaultArgs(['node', '-e', 'process.exit(3)'])
    const message = await brokenContract({ ...good, backend, frontend })
    for (const [row] of PLANTED) expect(message).toMatch(new RegExp(`todo-backend.*\\n${row}  .*todo-frontend`, 's'))
    for (const row of ['command', 'live, dependency present', 'refuses no DATABASE_URL', 'stop on SIGTERM'])
      expect(message).toMatch(new RegExp(`todo-frontend.*\\n${row}  `, 's'))
    expect(message).toMatch(/size above the base:\n.* 3\.0 MB +\/app\/big\n/s)
  })
})

const goodImages = () => images(serviceSources(sources().services), NODE_IMAGE, LOCAL_API_URL)

/** The error of images that break the contract. */
const brokenContract = (departed: Record<ServiceName, Container>) =>
  checkContract(departed, NODE_IMAGE).then(
    () => 'it was kept',
    ({ message }: Error) => message,
  )
