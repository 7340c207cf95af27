import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { withClient } from '../database.ts'
import { test } from '../helper.ts'
import { listening, run, start } from '../process.ts'

test('a server without its variables exits with code 1 and one list of violations', async () => {
  const { code, output } = await run('server.js', { JWT_SECRET: 'hunter2', PORT: 'http', LOG_FORMAT: '' })
  expect(code).toBe(1)
  expect(output.trimEnd().split('\n')).toEqual([
    'Invalid configuration:',
    expect.stringContaining('DATABASE_URL is missing: set it to a URL'),
    expect.stringContaining('PORT must be integer: set it to a TCP port'),
    expect.stringContaining('JWT_SECRET is too short for HS256: use at least 32'),
  ])
})

test('a server whose port is in use exits with code 1 and the reason', async ({
  config: { DATABASE_URL, JWT_SECRET },
}) => {
  const otherServer = createServer()
  await once(otherServer.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void otherServer.close())
  const { port } = otherServer.address() as { port: number }
  const env = { DATABASE_URL, JWT_SECRET, HOST: '127.0.0.1', PORT: String(port) }
  const { code, output } = await run('server.js', env)
  expect([code, output]).toEqual([1, expect.stringContaining('EADDRINUSE')])
})

test('SIGTERM stops an idle server at once, despite keep-alive connections', async ({ config }) => {
  const { DATABASE_URL, JWT_SECRET } = config
  await using server = start('server.js', { DATABASE_URL, JWT_SECRET, PORT: '0' })
  const { port } = await listening(server)
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const [reply] = (await once(get({ port, path: '/readyz', agent }), 'response')) as [IncomingMessage]
  await once(reply.resume(), 'end')
  const startTime = performance.now()
  server.child.kill('SIGTERM')
  expect(await server.exitCode).toBe(0)
  expect(performance.now() - startTime).toBeLessThan(2_000)
})

test('after SIGTERM, the server finishes a request, accepts no new ones and exits', async ({
  config,
  ann,
  tokenFor,
}) => {
  const { DATABASE_URL, JWT_SECRET } = config
  await using server = start('server.js', { DATABASE_URL, JWT_SECRET, PORT: '0' })
  const { port } = await listening(server)
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  await withClient(DATABASE_URL, async (client) => {
    await client.query('begin; lock table todos')
    const reply = once(get({ port, path: '/api/todos', agent, headers: await tokenFor(ann) }), 'response')
    await expect.poll(() => countWaiting(client)).toBe(1)
    server.child.kill('SIGTERM')
    await expect
      .poll(() => fetch(`http://127.0.0.1:${port}/livez`).catch(({ cause }) => cause.code))
      .toBe('ECONNREFUSED')
    await client.query('commit')
    const [{ statusCode }] = (await reply) as [IncomingMessage]
    expect(statusCode).toBe(200)
  })
  const began = performance.now()
  expect(await server.exitCode).toBe(0)
  expect(performance.now() - began).toBeLessThan(2_000)
})

type Client = Parameters<Parameters<typeof withClient>[1]>[0]

/** Counts the queries that wait for the lock on todos. */
async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query(
    "select count(*)::int as n from pg_locks where not granted and relation = 'todos'::regclass",
  )
  return rows[0].n
}

test('the log contains each request and no secrets', async ({ config, ann, tokenFor }) => {
  const { DATABASE_URL, JWT_SECRET } = config
  await using server = start('server.js', { DATABASE_URL, JWT_SECRET, PORT: '0', LOG_LEVEL: 'DEBUG' })
  const { url } = await listening(server)
  const headers = { ...(await tokenFor(ann)), cookie: 'session=s3cret', 'content-type': 'application/json' }
  const body = JSON.stringify({ title: 'what ann wrote' })
  expect((await fetch(`${url}/api/todos`, { method: 'POST', headers, body })).status).toBe(201)
  await fetch(`${url}/livez`)
  server.child.kill('SIGTERM')
  await server.exitCode
  const log = server.output()
  expect(log).toContain('request completed')
  expect(log).toContain('insert into')
  for (const secret of [JWT_SECRET, DATABASE_URL, headers.authorization, 's3cret', body, 'what ann wrote', '/livez']) {
    expect(log).not.toContain(secret)
  }
})
