import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { withClient } from '../database.ts'
import { test, testOptions } from '../helper.ts'

const requests = [
  { method: 'GET', url: '/api/todos' },
  { method: 'POST', url: '/api/todos', payload: { title: 'milk' } },
  { method: 'POST', url: '/api/todos', payload: { title: 'milk' }, headers: { 'idempotency-key': 'a' } },
  { method: 'POST', url: '/api/chat', payload: { message: 'add milk' } },
  { method: 'GET', url: '/api/chat' },
  { method: 'POST', url: '/api/token' },
] as const

test.for([
  ['that is down', 'postgresql://todo:hunter2@127.0.0.1:1/todo'],
  ['with an unknown host name', 'postgresql://todo:hunter2@nowhere.invalid/todo'],
] as const)('a database %s is answered with 503', async ([, DATABASE_URL], { config, ann, tokenFor }) => {
  const app = await buildApp({ ...config, DATABASE_URL }, testOptions)
  const headers = await tokenFor(ann)
  for (const request of requests) {
    const reply = await app.inject({
      ...request,
      headers: { ...headers, ...('headers' in request && request.headers) },
    })
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.json()).toMatchObject({ status: 503, title: 'Service Unavailable' })
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
    expect(reply.body).not.toMatch(/hunter2|127\.0\.0\.1|nowhere/)
  }
  await app.close()
})

test('requests that lose their connection are answered with 503, and later ones succeed', async ({
  config: { DATABASE_URL },
  app,
  ann,
  tokenFor,
}) => {
  const signedIn = await tokenFor(ann)
  const send = (request: (typeof requests)[number]) =>
    app.inject({ ...request, headers: { ...signedIn, ...('headers' in request && request.headers) } })
  const blocked = requests.slice(0, 4)
  const replies = await withClient(DATABASE_URL, async (client) => {
    await client.query('begin; lock table todos')
    const asking = blocked.map(send)
    await terminate(DATABASE_URL, blocked.length)
    return await Promise.all(asking)
  })
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 503])
  expect((await Promise.all(blocked.map(send))).map(({ statusCode }) => statusCode)).toEqual([200, 201, 201, 200])
  expect((await send(requests[0])).json().items).toHaveLength(3)
})

/** Terminates the service's connections as soon as `count` of them wait for a lock. */
async function terminate(url: string, count: number) {
  const waiting = `from pg_stat_activity where datname = current_database() and application_name = 'todo-backend'
                   and wait_event_type = 'Lock'`
  await withClient(url, async (client) => {
    while ((await client.query(`select ${waiting}`)).rowCount !== count) await sleep(20)
    await client.query(`select pg_terminate_backend(pid) ${waiting}`)
  })
}
