import { expect, test } from 'vitest'
import { VerifiedTokens } from '../../src/auth/verified-tokens.ts'

const oneMinuteFromNow = Math.floor(Date.now() / 1000) + 60

test('the number of remembered tokens is limited: the oldest are forgotten first', () => {
  const tokens = new VerifiedTokens()
  for (let i = 0; i <= 5_000; i++) tokens.add(`token-${i}`, { sub: `user-${i}`, exp: oneMinuteFromNow })
  expect(['token-0', 'token-1', 'token-5000'].map((token) => tokens.userOf(token))).toEqual([
    undefined,
    'user-1',
    'user-5000',
  ])
})
