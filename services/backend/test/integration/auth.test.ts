import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { createTokens } from '../../src/auth/tokens.ts'
import { secret, test, testOptions } from '../helper.ts'

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const oneHourFromNow = Math.floor(Date.now() / 1000) + 3600

/** Creates a token without the service's code. */
function forge(header: object, claims: object, key?: string): string {
  const text = `${base64(header)}.${base64(claims)}`
  return `${text}.${key === undefined ? '' : createHmac('sha256', key).update(text).digest('base64url')}`
}

test('a token with the right format and secret gives access to the todos', async ({ app }) => {
  const token = forge({ alg: 'HS256' }, { sub: 'ann', exp: oneHourFromNow }, secret)
  const headers = { authorization: `Bearer ${token}` }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(200)
})

test.for([
  ['without a signature', forge({ alg: 'none' }, { sub: 'ann', exp: oneHourFromNow })],
  ['without a signature, in mixed case', forge({ alg: 'NoNe' }, { sub: 'ann', exp: oneHourFromNow })],
  ['with a signature but the algorithm none', forge({ alg: 'none' }, { sub: 'ann', exp: oneHourFromNow }, secret)],
  ['that has expired', forge({ alg: 'HS256' }, { sub: 'ann', exp: oneHourFromNow - 3601 }, secret)],
  ['that never expires', forge({ alg: 'HS256' }, { sub: 'ann' }, secret)],
  [
    'that is not valid yet',
    forge({ alg: 'HS256' }, { sub: 'ann', exp: oneHourFromNow, nbf: oneHourFromNow - 60 }, secret),
  ],
  ['signed with another secret', forge({ alg: 'HS256' }, { sub: 'ann', exp: oneHourFromNow }, `${secret}!`)],
  ['without a user', forge({ alg: 'HS256' }, { exp: oneHourFromNow }, secret)],
])('a token %s is answered with 401', async ([, token], { app }) => {
  const headers = { authorization: `Bearer ${token}` }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(401)
})

test('a token with changed claims is answered with 401, even if the original was verified before', async ({
  app,
  ann,
  bob,
  tokenFor,
}) => {
  const { authorization } = await tokenFor(ann)
  expect((await app.inject({ url: '/api/todos', headers: { authorization } })).statusCode).toBe(200)
  const [header, , signature] = authorization.split('.')
  const tampered = [header, base64({ sub: bob, exp: oneHourFromNow }), signature].join('.')
  expect((await app.inject({ url: '/api/todos', headers: { authorization: tampered } })).statusCode).toBe(401)
})

test('under RS256 a token signed with the public key as an HS256 secret is answered with 401', async ({ config }) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const JWT_SECRET = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const rsa = { ...config, JWT_ALGORITHM: 'RS256', JWT_SECRET } as const
  const app = await buildApp(rsa, testOptions)
  const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  const requestStatus = async (token: string) =>
    (await app.inject({ url: '/api/todos', headers: { authorization: `Bearer ${token}` } })).statusCode
  const confused = forge({ alg: 'HS256' }, { sub: 'ann', exp: oneHourFromNow }, publicPem)
  expect([await requestStatus(await createTokens(rsa).sign('ann')), await requestStatus(confused)]).toEqual([200, 401])
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
] as const)('%s is answered with 401 and the authentication scheme', async ([, authorization], { app }) => {
  const reply = await app.inject({ url: '/api/todos', headers: authorization ? { authorization } : {} })
  expect(reply.statusCode).toBe(401)
  expect(reply.headers['www-authenticate']).toBe('Bearer')
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(reply.json()).toMatchObject({ title: 'Unauthorized', detail: 'A valid bearer token is required' })
})

test('without a token, a request is not validated', async ({ app }) => {
  const reply = await app.inject({ method: 'POST', url: '/api/todos', payload: { title: '' } })
  expect(reply.statusCode).toBe(401)
})

test('the authentication scheme is not case-sensitive', async ({ app, ann, tokenFor }) => {
  const { authorization } = await tokenFor(ann)
  const headers = { authorization: authorization.replace('Bearer', 'bearer') }
  expect((await app.inject({ url: '/api/todos', headers })).statusCode).toBe(200)
})
