import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTokens } from '../../src/auth/tokens.ts'

const secret = '0123456789abcdef0123456789abcdef'
const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()

const hs256 = createTokens({ JWT_ALGORITHM: 'HS256', JWT_SECRET: secret, JWT_EXPIRATION: 60 })
const rs256 = createTokens({ JWT_ALGORITHM: 'RS256', JWT_SECRET: pem, JWT_EXPIRATION: 60 })

const oneMinuteFromNow = () => Math.floor(Date.now() / 1000) + 60
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
const signed = (payload: JWTPayload, key: string = secret, alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(Buffer.from(key))

describe.each([
  ['HS256', hs256],
  ['RS256', rs256],
])('%s', (_algorithm, tokens) => {
  test('a token contains the user for whom it was signed', async () => {
    expect(await tokens.verify(await tokens.sign('ann'))).toBe('ann')
  })

  test('a token expires after JWT_EXPIRATION seconds', async () => {
    const { iat, exp } = claims(await tokens.sign('ann'))
    expect(exp - iat).toBe(60)
  })

  test('a token that was valid is rejected once it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const token = await tokens.sign('ann')
    vi.advanceTimersByTime(59_000)
    expect([await tokens.verify(token), await tokens.verify(token)]).toEqual(['ann', 'ann'])
    vi.advanceTimersByTime(1_000)
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
  })

  test('an altered copy of a valid token is rejected', async () => {
    const token = await tokens.sign('ann')
    await tokens.verify(token)
    for (const alteredToken of [`${token}A`, token.slice(0, -1), token.replace('.', '..')])
      await expect(tokens.verify(alteredToken)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_J/) })
  })

  test('a token with changed claims is rejected', async () => {
    const [header, , signature] = (await tokens.sign('ann')).split('.')
    const forged = [header, base64({ sub: 'bob', exp: oneMinuteFromNow() }), signature].join('.')
    await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
  })

  test('a token without an algorithm is rejected', async () => {
    const unsigned = `${base64({ alg: 'none' })}.${base64({ sub: 'ann', exp: oneMinuteFromNow() })}.`
    await expect(tokens.verify(unsigned)).rejects.toMatchObject({ code: 'ERR_JOSE_ALG_NOT_ALLOWED' })
  })

  test.each(['', 'a', 'a.b.c', 'eyJhbGciOiJIUzI1NiJ9..'])('"%s" is refused', async (text) => {
    await expect(tokens.verify(text)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_J/) })
  })
})

test('a token signed with the public RSA key as HS256 secret is rejected', async () => {
  const publicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
  const confused = await signed({ sub: 'ann', exp: oneMinuteFromNow() }, publicPem)
  await expect(rs256.verify(confused)).rejects.toMatchObject({ code: 'ERR_JOSE_ALG_NOT_ALLOWED' })
})

test('a token with another algorithm of the same family is rejected', async () => {
  const stronger = await signed({ sub: 'ann', exp: oneMinuteFromNow() }, secret.repeat(2), 'HS512')
  await expect(hs256.verify(stronger)).rejects.toMatchObject({ code: 'ERR_JOSE_ALG_NOT_ALLOWED' })
})

test.each<[string, JWTPayload, string]>([
  ['an expired token', { sub: 'ann', exp: 1 }, 'ERR_JWT_EXPIRED'],
  ['a token that never expires', { sub: 'ann' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['a token for nobody', { exp: 9_999_999_999 }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['a token for an empty name', { sub: '', exp: 9_999_999_999 }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ['a token for a number', { sub: 7 as never, exp: 9_999_999_999 }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
])('%s is refused', async (_what, payload, code) => {
  await expect(hs256.verify(await signed(payload))).rejects.toMatchObject({ code })
})

test('a token signed with another secret is rejected', async () => {
  const foreign = await signed({ sub: 'ann', exp: oneMinuteFromNow() }, 'another-secret-another-secret-32')
  await expect(hs256.verify(foreign)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
})
