import { expect, test } from 'vitest'
import { VerifiedTokens } from '../../src/auth/verified-tokens.ts'

const inAMinute = Math.floor(Date.now() / 1000) + 60

test('what is known is bounded: the first ones are forgotten first', () => {
  const tokens = new VerifiedTokens()
  for (let i = 0; i <= 5_000; i++) tokens.add(`token-${i}`, { sub: `user-${i}`, exp: inAMinute })
  expect(['token-0', 'token-1', 'token-5000'].map((token) => tokens.userOf(token))).toEqual([
    undefined,
    'user-1',
    'user-5000',
  ])
})
