import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { createTokens } from '../../src/auth/tokens.ts'
import { secret, test, testOptions } from '../helper.ts'

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const inAnHour = Math.floor(Date.now() / 1000) + 3600

/** A token that somebody made by hand. */
function forge(header: object, claims: object, key?: string): string {
  const text = `${base64(header)}.${base64(claims)}`
  return `${text}.${key === undefined ? '' : createHmac('sha256', key).update(text).digest('base64url')}`
}

test('a token of the right form and secret opens the todos', async ({ app }) => {
  const token = forge({ alg: 'HS256' }, { sub: 'ann', exp: inAnHour }, secret)
  const headers = { authorization: `Bearer ${token}` }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(200)
})

test.for([
  ['without a signature', forge({ alg: 'none' }, { sub: 'ann', exp: inAnHour })],
  ['without a signature, in other letters', forge({ alg: 'NoNe' }, { sub: 'ann', exp: inAnHour })],
  ['that claims to have none, but has one', forge({ alg: 'none' }, { sub: 'ann', exp: inAnHour }, secret)],
  ['that has ended', forge({ alg: 'HS256' }, { sub: 'ann', exp: inAnHour - 3601 }, secret)],
  ['that never ends', forge({ alg: 'HS256' }, { sub: 'ann' }, secret)],
  ['that is not valid yet', forge({ alg: 'HS256' }, { sub: 'ann', exp: inAnHour, nbf: inAnHour - 60 }, secret)],
  ['of another secret', forge({ alg: 'HS256' }, { sub: 'ann', exp: inAnHour }, `${secret}!`)],
  ['for nobody', forge({ alg: 'HS256' }, { exp: inAnHour }, secret)],
])('a token %s is answered with 401', async ([, token], { app }) => {
  const headers = { authorization: `Bearer ${token}` }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(401)
})

test('a token whose claims were changed is answered with 401, also when the true one is known', async ({
  app,
  ann,
  bob,
  tokenFor,
}) => {
  const { authorization } = await tokenFor(ann)
  expect((await app.inject({ url: '/api/todos', headers: { authorization } })).statusCode).toBe(200)
  const [header, , signature] = authorization.split('.')
  const tampered = [header, base64({ sub: bob, exp: inAnHour }), signature].join('.')
  expect((await app.inject({ url: '/api/todos', headers: { authorization: tampered } })).statusCode).toBe(401)
})

test('under RS256 a token signed with the public key as an HS256 secret is answered with 401', async ({ config }) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const JWT_SECRET = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const rsa = { ...config, JWT_ALGORITHM: 'RS256', JWT_SECRET } as const
  const app = await buildApp(rsa, testOptions)
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  const ask = async (token: string) =>
    (await app.inject({ url: '/api/todos', headers: { authorization: `Bearer ${token}` } })).statusCode
  const confused = forge({ alg: 'HS256' }, { sub: 'ann', exp: inAnHour }, publicPem)
  expect([await ask(await createTokens(rsa).sign('ann')), await ask(confused)]).toEqual([200, 401])
  await app.close()
})

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
