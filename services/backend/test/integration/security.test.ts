import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { test, testOptions } from '../helper.ts'

const preflight = (origin: string) =>
  ({
    method: 'OPTIONS',
    url: '/api/todos',
    headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
  }) as const

test('a page of an allowed origin may change todos', async ({ app }) => {
  const { statusCode, headers } = await app.inject(preflight('https://todo.example.com'))
  expect(statusCode).toBe(204)
  expect(headers['access-control-allow-origin']).toBe('https://todo.example.com')
  expect(headers['access-control-allow-methods']).toContain('PATCH')
})

test('a page of another origin may not change todos', async ({ app }) => {
  const { headers } = await app.inject(preflight('https://evil.example.com'))
  expect(headers['access-control-allow-origin']).not.toBe('https://evil.example.com')
})

test('with CORS_ORIGINS=* any page may change todos, without cookies', async ({ config }) => {
  const app = await buildApp({ ...config, CORS_ORIGINS: '*' }, testOptions)
  const { headers } = await app.inject(preflight('https://evil.example.com'))
  await app.close()
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['access-control-allow-credentials']).toBeUndefined()
})

test('responses have security headers, error responses too', async ({ app }) => {
  const { headers } = await app.inject({ url: '/nowhere' })
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  })
})

test('a user who sends too many requests has to wait, but others do not', async ({
  app,
  config,
  ann,
  bob,
  tokenFor,
}) => {
  const headers = await tokenFor(ann)
  for (let i = 0; i < config.RATE_LIMIT; i++) await app.inject({ url: '/api/todos?limit=x', headers })
  const reply = await app.inject({ url: '/api/todos', headers })
  expect(reply.statusCode).toBe(429)
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  expect(reply.json()).toMatchObject({ status: 429, title: 'Too Many Requests' })
  expect((await app.inject({ url: '/api/todos', headers: await tokenFor(bob) })).statusCode).toBe(200)
})

test('a client that tries many URLs has to wait, but probes do not', async ({ app, config }) => {
  const remoteAddress = '192.0.2.7'
  const requestStatus = async (url: string) => (await app.inject({ url, remoteAddress })).statusCode
  for (let i = 0; i < config.RATE_LIMIT; i++) await requestStatus(`/nowhere/${i}`)
  expect(await requestStatus('/nowhere')).toBe(429)
  // On a busy machine, /readyz may answer with 503 because the database is slow.
  expect(await Promise.all(['/livez', '/readyz', '/health'].map(requestStatus))).not.toContain(429)
})
