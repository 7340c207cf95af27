import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { exchangesPerMinute, failuresPerMinute } from '../../src/auth/token.routes.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { type App, test, testOptions } from '../helper.ts'

const exchange = (app: App, token: string, remoteAddress = '127.0.0.1') => {
  const headers = { authorization: `Bearer ${token}` }
  return app.inject({ method: 'POST', url: '/api/token', headers, remoteAddress })
}

const lifetime = (token: string) => {
  const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return exp - iat
}

test('a session token is exchanged for an access token to the todos', async ({ app, ann, newSession, newTodo }) => {
  const todo = await newTodo({ user_id: ann })
  const reply = await exchange(app, await newSession(ann))
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['cache-control']).toBe('no-store')
  const { access_token, ...rest } = reply.json()
  expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3600 })
  expect(lifetime(access_token)).toBe(3600)
  const todos = await app.inject({ url: '/api/todos', headers: { authorization: `Bearer ${access_token}` } })
  expect(todos.json().items).toMatchObject([{ id: todo.id }])
})

test('an access token does not outlive its session', async ({ app, ann, newSession }) => {
  const { access_token, expires_in } = (await exchange(app, await newSession(ann, '1 minute'))).json()
  expect(expires_in).toBeGreaterThan(50)
  expect(expires_in).toBeLessThanOrEqual(60)
  expect(lifetime(access_token)).toBe(expires_in)
})

test.for(['-1 second', '-1 year', '0.5 seconds'])(
  'a session that expires in %s is rejected',
  async (end, { app, ann, newSession }) => {
    expect((await exchange(app, await newSession(ann, end))).statusCode).toBe(401)
  },
)

test.for([
  ['nothing', () => ''],
  ['an unknown token', () => 'a'.repeat(32)],
  ['the signed token of the cookie', (token: string) => `${token}.c2lnbmF0dXJl`],
  ['part of a token', (token: string) => token.slice(1)],
  ['a token in upper case', (token: string) => token.toUpperCase()],
  ['a pattern', () => '%'],
  ['SQL', () => "'or'1'='1"],
  ['letters beyond ASCII', () => 'é'],
  ['10,000 characters', () => 'a'.repeat(10_000)],
] as const)('%s is answered with 401', async ([, forge], { app, ann, newSession }) => {
  const reply = await exchange(app, forge(`a${await newSession(ann)}`.slice(1)), '192.0.2.1')
  expect(reply.json()).toMatchObject({ status: 401, detail: 'A valid bearer token is required' })
  expect(reply.headers['www-authenticate']).toBe('Bearer')
})

test('an access token is not accepted as a session token', async ({ app, ann, tokenFor }) => {
  const headers = await tokenFor(ann)
  expect((await app.inject({ method: 'POST', url: '/api/token', headers })).statusCode).toBe(401)
})

test('a session token gives no access to the todos', async ({ app, ann, newSession }) => {
  const headers = { authorization: `Bearer ${await newSession(ann)}` }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(401)
})

test('the log at DEBUG contains neither token', async ({ config, ann, newSession }) => {
  const lines: string[] = []
  const logger = createLogger({ LOG_LEVEL: 'DEBUG', LOG_FORMAT: 'json' }, { write: (line) => lines.push(line) })
  const app = await buildApp(config, { ...testOptions, logger })
  const token = await newSession(ann)
  const { access_token } = (await exchange(app, token)).json()
  await exchange(app, `${token}x`)
  await app.close()
  expect(lines.join('')).toContain('from \\"session\\"')
  expect(lines.join('')).not.toContain(token)
  expect(lines.join('')).not.toContain(access_token)
})

test('a session with too many exchanges has to wait, but others from its address do not', async ({
  app,
  ann,
  bob,
  newSession,
}) => {
  const [hers, his] = [await newSession(ann), await newSession(bob)]
  for (let i = 0; i < exchangesPerMinute; i++) await exchange(app, hers)
  expect((await exchange(app, hers)).json()).toMatchObject({ status: 429 })
  expect((await exchange(app, his)).statusCode).toBe(200)
})

test('a client that guesses tokens has to wait', async ({ app, ann, newSession }) => {
  const guesser = '192.0.2.9'
  for (let i = 0; i < failuresPerMinute; i++) await exchange(app, `guess-${i}`, guesser)
  const reply = await exchange(app, 'another', guesser)
  expect(reply.json()).toMatchObject({ status: 429, detail: 'Too many failed attempts. Try again later.' })
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  expect((await exchange(app, await newSession(ann))).statusCode).toBe(200)
})
