import type { Container } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { keepContract } from '../../src/contract/check.js'
import { images } from '../../src/images.js'
import { TodoChatbot } from '../../src/index.js'
import { NODE_IMAGE } from '../../src/versions.js'
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

describeOnEngine('the contract', () => {
  inSession('is kept on Node 20 too', async () => {
    const { backendImage, frontendImage } = sources()
    expect(await module.contract(backendImage, frontendImage, 'node:20-alpine')).toMatch(
      /^todo-backend +\d+ rows hold .*\ntodo-frontend +\d+ rows hold /,
    )
  })

  inSession('is broken by an image that departs from it, and each row is named', async () => {
    const { backendImage, frontendImage } = sources()
    const good = images({ backend: backendImage, frontend: frontendImage }, NODE_IMAGE, 'http://localhost:8000')
    const backend = PLANTED.reduce((image, [, plant]) => plant(image), good.backend)
    // Ends at once, whatever it is given.
    const frontend = good.frontend.withDefaultArgs(['node', '-e', 'process.exit(3)'])
    const error = await keepContract({ backend, frontend }, NODE_IMAGE).then(
      () => new Error('it was kept'),
      (broken: Error) => broken,
    )
    for (const [row] of PLANTED)
      expect(error.message).toMatch(new RegExp(`todo-backend.*\\n${row}  .*todo-frontend`, 's'))
    for (const row of ['command', 'live, dependency present', 'refuses no DATABASE_URL', 'stop on SIGTERM'])
      expect(error.message).toMatch(new RegExp(`todo-frontend.*\\n${row}  `, 's'))
    expect(error.message).toMatch(/size above the base:\n.* 3\.0 MB +\/app\/big\n/s)
  })
})
