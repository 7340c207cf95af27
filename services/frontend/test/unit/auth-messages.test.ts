import { describe, expect, it } from 'vitest'
import { authProblem } from '../../src/lib/auth-messages.ts'
import { handleAuthRequest } from '../../src/lib/auth-route.ts'
import { ownOrigins } from '../../src/lib/origins.ts'

describe('authProblem', () => {
  it.each([
    [401, 'INVALID_EMAIL_OR_PASSWORD', 'Incorrect e-mail or password.', 'password'],
    [422, 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL', 'An account with this e-mail already exists.', 'email'],
    [400, 'PASSWORD_TOO_SHORT', 'at least 12 characters', 'password'],
    [400, 'INVALID_EMAIL', 'a valid e-mail address', 'email'],
    [403, 'INVALID_ORIGIN', 'BETTER_AUTH_URL', undefined],
    [429, undefined, 'Too many attempts.', undefined],
    [500, undefined, 'account service is temporarily unavailable', undefined],
    [undefined, undefined, 'is not responding', undefined],
    [400, 'SOMETHING_NEW', 'rejected the request', undefined],
  ])('%j %j: %s', (status, code, text, field) => {
    const problem = authProblem({ ...(status && { status }), code })
    expect(problem.text).toContain(text)
    expect(problem.field).toBe(field)
  })
})

describe('authRoute', () => {
  const createRequest = (path: string) => new Request(`http://todo.example${path}`, { method: 'POST' })

  it('hides the session token from scripts and passes the cookie on', async () => {
    const handler = async () =>
      Response.json({ token: 'raw' }, { headers: { 'set-cookie': 'session=signed; HttpOnly' } })
    const answer = await handleAuthRequest(createRequest('/api/auth/sign-in/email'), handler)
    expect(await answer.json()).toEqual({ success: true })
    expect(answer.headers.getSetCookie()).toEqual(['session=signed; HttpOnly'])
  })

  it("passes Better Auth's errors on unchanged", async () => {
    const answer = await handleAuthRequest(
      createRequest('/api/auth/sign-in/email'),
      async () => new Response('no', { status: 401 }),
    )
    expect([answer.status, await answer.text()]).toEqual([401, 'no'])
  })
})

describe('ownOrigins', () => {
  const settings = { BETTER_AUTH_URL: 'https://todo.example/', BETTER_AUTH_TRUST_HOST: true }
  const headers = new Headers({ 'x-forwarded-host': 'todo.internal:8443', 'x-forwarded-proto': 'https' })

  it('are the configured address', () => {
    expect(ownOrigins({ ...settings, BETTER_AUTH_TRUST_HOST: false }, headers)).toEqual(['https://todo.example'])
  })

  it('include the address from a trusted proxy', () => {
    expect(ownOrigins(settings, headers)).toEqual(['https://todo.example', 'https://todo.internal:8443'])
  })

  it('never include an invalid address', () => {
    expect(ownOrigins(settings, new Headers({ host: 'a b' }))).toEqual(['https://todo.example'])
  })
})
