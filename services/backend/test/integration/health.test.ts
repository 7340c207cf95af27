import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import type { Config } from '../../src/config/config.ts'
import { test, testOptions } from '../helper.ts'

const ready = { status: 'ready', checks: { database: 'healthy' } }
const notReady = { status: 'not_ready', checks: { database: 'unhealthy' } }

/** Starts a TCP proxy between the service and its database, which can be closed or stop forwarding. */
async function proxyTo(databaseUrl: string) {
  const { hostname, port: databasePort } = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let silence = false
  const server = createServer((client) => {
    const upstream = connect(Number(databasePort), hostname)
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from)
      from
        .on('data', (data) => silence || to.write(data))
        .on('close', () => to.destroy())
        .on('error', () => {})
    }
  })
  const open = async (port = 0) => void (await once(server.listen(port, '127.0.0.1'), 'listening'))
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  await open()
  onTestFinished(close)
  const { port } = server.address() as AddressInfo
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  const setSilent = (isSilent: boolean) => {
    silence = isSilent
  }
  return { url: url.href, close, reopen: () => open(port), fallSilent: setSilent }
}

async function start(config: Config, DATABASE_URL: string) {
  const app = await buildApp({ ...config, DATABASE_URL }, testOptions)
  onTestFinished(() => app.close())
  await app.listen({ port: 0 })
  const timedRequest = async (path: string) => {
    const began = performance.now()
    const reply = await app.inject(path)
    return { status: reply.statusCode, body: reply.json(), milliseconds: performance.now() - began }
  }
  return { app, timedRequest }
}

test('/health returns version and name', async ({ app }) => {
  const reply = await app.inject('/health')
  expect(reply.json()).toEqual({ status: 'healthy', version: '1.0.0', service: 'todo-backend' })
})

test('/livez needs no database', async ({ config }) => {
  const { timedRequest } = await start(config, 'postgresql://127.0.0.1:1/gone')
  expect(await timedRequest('/livez')).toMatchObject({ status: 200, body: { status: 'alive' } })
})

test('/readyz is ready when the database is available', async ({ app }) => {
  const reply = await app.inject('/readyz')
  expect([reply.statusCode, reply.json()]).toEqual([200, ready])
})

test('/readyz answers in time if the database was never available, and notices when it is', async ({ config }) => {
  const proxy = await proxyTo(config.DATABASE_URL)
  proxy.close()
  const { timedRequest } = await start(config, proxy.url)
  const unavailable = await timedRequest('/readyz')
  expect(unavailable).toMatchObject({ status: 503, body: notReady })
  expect(unavailable.milliseconds).toBeLessThan(500)
  await proxy.reopen()
  expect(await timedRequest('/readyz')).toMatchObject({ status: 200, body: ready })
})

test('/readyz answers in time if the database stops responding, and recovers with it', async ({ config }) => {
  const proxy = await proxyTo(config.DATABASE_URL)
  const { timedRequest } = await start(config, proxy.url)
  expect(await timedRequest('/readyz')).toMatchObject({ status: 200 })
  proxy.fallSilent(true)
  const answers = await Promise.all(Array.from({ length: 5 }, () => timedRequest('/readyz')))
  answers.push(await timedRequest('/readyz'))
  for (const { status, milliseconds } of answers) {
    expect(status).toBe(503)
    expect(milliseconds).toBeLessThan(500)
  }
  expect(await timedRequest('/livez')).toMatchObject({ status: 200 })
  proxy.fallSilent(false)
  await expect.poll(() => timedRequest('/readyz'), { timeout: 5_000 }).toMatchObject({ status: 200, body: ready })
})

test('the service survives a restart of the database and becomes ready again', async ({ config }) => {
  const proxy = await proxyTo(config.DATABASE_URL)
  const { timedRequest } = await start(config, proxy.url)
  expect(await timedRequest('/readyz')).toMatchObject({ status: 200 })
  proxy.close()
  expect(await timedRequest('/readyz')).toMatchObject({ status: 503 })
  await proxy.reopen()
  await expect.poll(() => timedRequest('/readyz'), { timeout: 5_000 }).toMatchObject({ status: 200 })
})
