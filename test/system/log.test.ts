import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { freePort } from '../../ci/host/free-port.js'
import { startPostgres } from '../../ci/host/postgres.js'
import { ensureServicesBuilt } from '../e2e/build-services.js'
import { createService, runNode } from '../e2e/service-process.js'

const newSecret = () => randomBytes(32).toString('hex')

it('neither service logs a secret at DEBUG, from sign-up to sign-out', async () => {
  await ensureServicesBuilt()
  const database = await startPostgres()
  const [JWT_SECRET, BETTER_AUTH_SECRET, password] = [newSecret(), newSecret(), newSecret()]
  const common = { DATABASE_URL: database.url, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', LOG_LEVEL: 'DEBUG' }
  const backend = createService('services/backend/dist/server.js', await freePort(), '/readyz', {
    ...common,
    JWT_SECRET,
  })
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const frontend = createService('services/frontend/.next/standalone/server.js', port, '/api/health/ready', {
    ...common,
    API_URL: backend.url,
    BETTER_AUTH_SECRET,
    BETTER_AUTH_URL: origin,
  })
  try {
    await runNode('services/backend/dist/migrate.js', common)
    await backend.start()
    await frontend.start()
    const post = (path: string, body: object, cookie = '') =>
      fetch(origin + path, {
        method: 'POST',
        headers: { origin, cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const account = { name: 'Ann', email: 'ann@example.com', password }
    expect((await post('/api/auth/sign-up/email', account)).status).toBe(200)
    expect((await post('/api/auth/sign-in/email', { ...account, password: `${password}!` })).status).toBe(401)
    const signedIn = await post('/api/auth/sign-in/email', account)
    const [cookie = ''] = signedIn.headers.getSetCookie().map((line) => line.replace(/;.*/, ''))
    expect((await post('/api/backend/todos', { title: 'milk' }, cookie)).status).toBe(201)
    // The backend logs that it rejected a token.
    await fetch(`${backend.url}/api/todos`, { headers: { authorization: `Bearer ${newSecret()}` } })
    expect((await post('/api/auth/sign-out', {}, cookie)).status).toBe(200)

    const log = (await frontend.stop()) + (await backend.stop())
    for (const text of ['insert into \\"todos\\"', 'request completed', 'token refused']) expect(log).toContain(text)
    const [sessionToken = ''] = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')
    expect(sessionToken).toHaveLength(32)
    const databasePassword = new URL(database.url).password
    const secrets = {
      JWT_SECRET,
      BETTER_AUTH_SECRET,
      password,
      databasePassword,
      sessionToken,
      bearer: 'Bearer',
      eyJ: 'eyJ',
    }
    expect(Object.entries(secrets).filter(([, value]) => log.includes(value))).toEqual([])
  } finally {
    await Promise.all([frontend.stop(), backend.stop()])
    await database.stop()
  }
})
