import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { test, testOptions } from '../helper.ts'
import { silent } from '../silent.ts'

const json = { 'content-type': 'application/json' }

test.for([
  ['broken JSON', 400, json, '{"title":'],
  ['a poisoned prototype', 400, json, '{"title":"a","__proto__":{}}'],
  ['another type', 415, { 'content-type': 'text/csv' }, 'title'],
  ['more than 64 KiB', 413, json, JSON.stringify({ title: 'a'.repeat(64 * 1024) })],
] as const)(
  '%s is answered with problem details of status %i',
  async ([, status, type, payload], { app, ann, tokenFor }) => {
    const headers = { ...type, ...(await tokenFor(ann)) }
    const reply = await app.inject({ method: 'POST', url: '/api/todos', headers, payload })
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.json()).toMatchObject({ type: 'about:blank', status, instance: '/api/todos' })
  },
)

test.for([
  ['/nowhere', 404],
  ['/%zz', 400],
] as const)('%s is answered with problem details of status %i', async ([url, status], { app }) => {
  const reply = await app.inject({ url })
  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(reply.json()).toMatchObject({ status, instance: url })
})

test('the message of an internal error goes to the log, not to the client', async ({ config, ann, tokenFor }) => {
  const lines: string[] = []
  const logger = createLogger(config, { write: (line) => lines.push(line) })
  const app = await buildApp(
    { ...config, DATABASE_URL: config.DATABASE_URL.replace(/\/[^/]+$/, '/gone') },
    { ...testOptions, logger },
  )
  const reply = await app.inject({ url: '/api/todos', headers: await tokenFor(ann) })
  await app.close()
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'An unexpected error occurred',
    instance: '/api/todos',
  })
  expect(lines.join('')).toContain('database \\"gone\\" does not exist')
})

test('an overloaded service rejects requests but stays alive', async ({ config, ann, tokenFor }) => {
  const app = await buildApp(config, { logger: silent })
  const headers = await tokenFor(ann)
  await app.ready()
  while (!app.isUnderPressure()) {
    block(1_500)
    await nextTurn()
  }
  const [todos, live] = await Promise.all(['/api/todos', '/livez'].map((url) => app.inject({ url, headers })))
  await app.close()
  expect(todos?.json()).toMatchObject({ status: 503, title: 'Service Unavailable' })
  expect(live?.statusCode).toBe(200)
})

/** Blocks the event loop. */
function block(milliseconds: number) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
