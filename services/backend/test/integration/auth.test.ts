import { expect } from 'vitest'
import { test } from '../helper.ts'

test.for([
  ['no header', undefined],
  ['no scheme', 'token'],
  ['another scheme', 'Basic YW5uOmFubg=='],
  ['no token', 'Bearer '],
  ['two tokens', 'Bearer a b'],
  ['nonsense', 'Bearer nonsense'],
  ['an unsigned token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4iLCJleHAiOjk5OTk5OTk5OTl9.'],
] as const)('%s is answered with 401 and the way to sign in', async ([, authorization], { app }) => {
  const reply = await app.inject({ url: '/api/todos', headers: authorization ? { authorization } : {} })
  expect(reply.statusCode).toBe(401)
  expect(reply.headers['www-authenticate']).toBe('Bearer')
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(reply.json()).toMatchObject({ title: 'Unauthorized', detail: 'A valid bearer token is required' })
})

test('who has no token does not learn what is wrong with a request', async ({ app }) => {
  const reply = await app.inject({ method: 'POST', url: '/api/todos', payload: { title: '' } })
  expect(reply.statusCode).toBe(401)
})

test('the name of the scheme may be written in any case', async ({ app, ann, tokenFor }) => {
  const { authorization } = await tokenFor(ann)
  const headers = { authorization: authorization.replace('Bearer', 'bearer') }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(200)
})
