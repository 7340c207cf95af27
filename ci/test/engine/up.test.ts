import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { SERVICES } from '../../src/project/services.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { describeOnEngine, inSession, sources } from './session.js'

const { backend, frontend } = SERVICES
const site = `http://app:${frontend.port}`

/** Signs up, adds a todo through the gateway of the pages, and prints the titles of the list; the backend's own port answers too. */
const VISIT = `
const post = (path, body, headers = {}) =>
  fetch('${site}' + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:${frontend.port}', ...headers },
    body: JSON.stringify(body),
  })
const account = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' }
const signedUp = await post('/api/auth/sign-up/email', account)
const cookie = signedUp.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
const added = await post('/api/backend/todos', { title: 'milk' }, { cookie })
const list = await fetch('${site}/api/backend/todos', { headers: { cookie } })
const live = await fetch('http://app:${backend.port}${backend.routes.live.path}')
console.log(JSON.stringify({
  statuses: [signedUp.status, added.status, list.status, live.status],
  titles: (await list.json()).items.map(({ title }) => title),
}))`

describeOnEngine('the application', () => {
  inSession('answers on both ports, and keeps a todo that a page adds through its gateway', async () => {
    const app = await new TodoChatbot().up(sources().services)
    const visit = dag
      .container()
      .from(NODE_IMAGE)
      .withServiceBinding('app', app)
      .withExec(['node', '--input-type=module', '--eval', VISIT])
    expect(JSON.parse(await visit.stdout())).toEqual({ statuses: [200, 201, 200, 200], titles: ['milk'] })
  })
})
