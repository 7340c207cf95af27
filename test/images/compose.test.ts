import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ALL_SERVICES, SERVICES } from '../../ci/src/project/services.js'
import { read } from '../repository/tools.js'
import { describeOnCompose, docker, ours, removeOurs } from './daemon.js'
import { secrets, stack, tryCompose } from './stack.js'

/** For services that shall not reach one. */
const NO_DATABASE = 'postgresql://user:password@127.0.0.1:1/none'

describeOnCompose('Compose', () => {
  afterAll(removeOurs)

  describe('with the project as it is', configuration)
  describe('with the whole stack', wholeStack)

  it('leaves no container, volume or network behind', async () => {
    const { compose, remains } = stack(`${ours}-down`)
    try {
      await compose('create', '--build')
      expect((await remains()).length).toBeGreaterThanOrEqual(6)
    } finally {
      await compose('down', '--volumes')
    }
    expect(await remains()).toEqual([])
  })
})

function configuration() {
  it('has a line in .env.example for every variable it asks for, and no other', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
    const explained = [...read('.env.example').matchAll(/^(\w+)=$/gm)].map(([, name]) => name)
    expect([...new Set(asked)].sort()).toEqual(explained.sort())
  })

  it.each(Object.keys(secrets))('says in one line that %s is missing', async (name) => {
    const { exitCode, all } = await tryCompose({ ...secrets, [name]: '' }, ['config', '--quiet'])
    expect(exitCode).not.toBe(0)
    expect(all.trim()).toMatch(
      new RegExp(`^.*variable ${name} is missing a value: set it in \\.env, see \\.env\\.example$`),
    )
  })
}

function wholeStack() {
  const { compose, up, urlOf, remains } = stack(ours)
  let backend = ''
  let frontend = ''

  beforeAll(async () => {
    await up()
    backend = await urlOf('backend', SERVICES.backend.port)
    frontend = await urlOf('frontend', SERVICES.frontend.port)
  })
  afterAll(async () => {
    await compose('down', '--volumes')
    expect(await remains()).toEqual([])
  })

  it('is healthy, its migrations done', async () => {
    const lines = (await compose('ps', '--all', '--format', 'json')).split('\n')
    const states = lines
      .map((line) => JSON.parse(line))
      .map(({ Service, State, Health, ExitCode }) => [Service, `${State} ${Health} ${ExitCode}`])
    const healthy = 'running healthy 0'
    expect(Object.fromEntries(states)).toEqual({
      postgres: healthy,
      migrate: 'exited  0',
      ...Object.fromEntries(ALL_SERVICES.map(({ name, healthcheck }) => [name, healthcheck ? healthy : 'running  0'])),
    })
  })

  it('is ready: the backend has its database, the frontend its backend', async () => {
    expect((await fetch(`${backend}/readyz`)).status).toBe(200)
    expect((await fetch(`${frontend}/api/health/ready`)).status).toBe(200)
  })

  it('has a frontend whose image serves another environment too, by another API_URL', async () => {
    const imageOf = async (service: string) =>
      await docker(['inspect', '--format', '{{.Image}}', await compose('ps', '--quiet', service)])
    const network = `${ours}-cluster`
    await docker(['network', 'create', network])
    // Its health needs no database.
    const variables = { DATABASE_URL: NO_DATABASE, JWT_SECRET: secrets.JWT_SECRET }
    const { stop } = await run(await imageOf('backend'), network, variables, ['--network-alias', 'todo-backend'])
    try {
      const image = await imageOf('frontend')
      // The manifests' address, and Compose's.
      expect(await readyWith(image, network, `http://todo-backend:${SERVICES.backend.port}`)).toBe(200)
      expect(await readyWith(image, network, `http://backend:${SERVICES.backend.port}`)).toBe(503)
    } finally {
      await stop()
      await docker(['network', 'rm', network])
    }
  })

  it('keeps a todo for the user of a signed token, through a restart of the database too', async () => {
    const headers = { authorization: `Bearer ${token('alice')}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ title: 'Buy milk' })
    const created = await fetch(`${backend}/api/todos`, { method: 'POST', headers, body })
    expect(created.status).toBe(201)
    const todo = `${backend}${created.headers.get('location')}`
    const isRead = async () =>
      expect(await (await fetch(todo, { headers })).json()).toMatchObject({ title: 'Buy milk' })
    await isRead()

    await compose('restart', 'postgres')
    await vi.waitFor(isRead, 60_000)
  })

  it('refuses a token that was signed with another secret', async () => {
    const headers = { authorization: `Bearer ${token('alice', 'another secret')}` }
    expect((await fetch(`${backend}/api/todos`, { headers })).status).toBe(401)
  })
}

/** What a frontend's readiness is on a network, where its backend is said to be at an address. */
async function readyWith(image: string, network: string, apiUrl: string): Promise<number> {
  const variables = {
    API_URL: apiUrl,
    BETTER_AUTH_SECRET: secrets.BETTER_AUTH_SECRET,
    BETTER_AUTH_URL: 'https://todo.example.com',
    DATABASE_URL: NO_DATABASE,
  }
  const { container, stop } = await run(image, network, variables, [
    '--publish',
    `127.0.0.1::${SERVICES.frontend.port}`,
  ])
  try {
    const url = `http://${await docker(['port', container, `${SERVICES.frontend.port}/tcp`])}/api/health`
    await vi.waitFor(async () => expect((await fetch(`${url}/live`)).status).toBe(200), 20_000)
    return (await fetch(`${url}/ready`)).status
  } finally {
    await stop()
  }
}

/** Starts a container on a network. */
async function run(image: string, network: string, variables: Record<string, string>, options: string[]) {
  const env = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const container = await docker(['run', '--detach', '--rm', '--network', network, ...options, ...env, image])
  return { container, stop: async () => await docker(['stop', container]) }
}

/** A token as the backend makes them. */
function token(sub: string, secret = secrets.JWT_SECRET): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, iat: now, exp: now + 600 })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
