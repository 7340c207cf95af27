import { describe, expect, it } from 'vitest'
import { BackendTokens } from '../../src/lib/backend-tokens.ts'

function newTokens(expires_in: number) {
  const state = { now: 0, requests: [] as string[], status: 200 }
  const tokens = new BackendTokens(
    async (session) => {
      state.requests.push(session)
      const body = { access_token: `${session}-${state.requests.length}`, token_type: 'Bearer', expires_in }
      return Response.json(body, { status: state.status })
    },
    () => state.now,
  )
  return { state, tokens }
}

describe('BackendTokens', () => {
  it.each([
    [3600, 3_569_999, 3_570_000],
    [60, 29_999, 30_000],
    [20, 9_999, 10_000],
  ])('a token of %i s is kept at %i ms and renewed at %i ms', async (expiresIn, keptAt, renewedAt) => {
    const { state, tokens } = newTokens(expiresIn)
    expect(await tokens.get('ann')).toBe('ann-1')
    state.now = keptAt
    expect(await tokens.get('ann')).toBe('ann-1')
    state.now = renewedAt
    expect(await tokens.get('ann')).toBe('ann-2')
  })

  it('keeps sessions apart', async () => {
    const { tokens } = newTokens(60)
    expect([await tokens.get('ann'), await tokens.get('bob'), await tokens.get('ann')]).toEqual([
      'ann-1',
      'bob-2',
      'ann-1',
    ])
  })

  it('returns undefined for a session that the backend rejects, and asks again the next time', async () => {
    const { state, tokens } = newTokens(60)
    state.status = 401
    expect(await tokens.get('ann')).toBeUndefined()
    state.status = 200
    expect(await tokens.get('ann')).toBe('ann-2')
  })

  it('forgets a rejected token, but not the one that replaced it', async () => {
    const { state, tokens } = newTokens(60)
    await tokens.get('ann')
    await tokens.forget('ann', 'ann-1')
    await tokens.get('ann')
    await tokens.forget('ann', 'ann-1')
    expect(await tokens.get('ann')).toBe('ann-2')
    expect(state.requests).toHaveLength(2)
  })

  it('keeps at most ten thousand sessions', async () => {
    const { state, tokens } = newTokens(60)
    for (let session = 0; session <= 10_000; session++) await tokens.get(`${session}`)
    await tokens.get('10000')
    expect(state.requests).toHaveLength(10_001)
    await tokens.get('0')
    expect(state.requests).toHaveLength(10_002)
  })
})
