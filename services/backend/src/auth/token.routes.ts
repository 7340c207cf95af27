import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../config/config.ts'
import { TooManyRequestsError, UnauthorizedError } from '../http/errors.ts'
import { problemResponses } from '../http/problems.ts'
import { bearerToken } from './bearer-token.ts'
import { findLiveSession } from './session.repository.ts'
import type { Tokens } from './tokens.ts'

export interface TokenOptions extends Pick<Config, 'JWT_EXPIRATION'> {
  tokens: Tokens
}

/** The frontend sends the requests of many users from one address. So exchanges are limited per session, failures per address. */
export const exchangesPerMinute = 60
export const failuresPerMinute = 300

// Better Auth's tokens have 32 characters. Text that can't be a token costs no query.
const sessionTokenPattern = /^[\x21-\x7e]{1,512}$/

const accessTokenSchema = Type.Object(
  {
    access_token: Type.String({ description: 'The bearer token for all other routes' }),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({
      minimum: 1,
      description: 'Lifetime in seconds; never longer than the rest of the session',
    }),
  },
  {
    title: 'AccessToken',
    description: 'The access token',
    examples: [{ access_token: 'eyJhbGciOi…', token_type: 'Bearer', expires_in: 3600 }],
  },
)

const schema = {
  tags: ['token'],
  security: [{ session: [] }],
  operationId: 'exchangeToken',
  summary: 'Exchange a session token for an access token',
  response: { 200: accessTokenSchema, ...problemResponses(400, 401, 413, 415, 429, 500, 503) },
}

/** Exchanges Better Auth session tokens for access tokens of this service. */
export const tokenRoutes: FastifyPluginAsyncTypebox<TokenOptions> = async (app, { tokens, JWT_EXPIRATION }) => {
  const failures = app.createRateLimit({ max: failuresPerMinute, keyGenerator: ({ ip }) => `failures of ${ip}` })

  const limitFailures = async (request: FastifyRequest, reply: FastifyReply) => {
    const state = await failures(request, { increment: false })
    if (state.isAllowed || state.remaining > 0) return
    reply.header('retry-after', state.ttlInSeconds)
    throw new TooManyRequestsError()
  }

  const rateLimit = { max: exchangesPerMinute, keyGenerator: sessionKey }
  app.post('', { schema, onRequest: limitFailures, config: { rateLimit } }, async (request, reply) => {
    const token = bearerToken(request) ?? ''
    const session = sessionTokenPattern.test(token) ? await findLiveSession(app.db, token) : undefined
    const expires_in = Math.min(JWT_EXPIRATION, secondsUntil(session?.expiresAt))
    if (session === undefined || expires_in < 1) {
      await failures(request)
      throw new UnauthorizedError()
    }
    const access_token = await tokens.sign(session.userId, expires_in)
    return reply.header('cache-control', 'no-store').send({ access_token, token_type: 'Bearer' as const, expires_in })
  })
}

/** A hash, because the rate limiter keeps its keys in memory for a minute. */
function sessionKey(request: FastifyRequest): string {
  const hash = createHash('sha256').update(bearerToken(request) ?? '')
  return `session ${hash.digest('base64url')}`
}

function secondsUntil(time = new Date(0)): number {
  return Math.floor((time.getTime() - Date.now()) / 1000)
}
