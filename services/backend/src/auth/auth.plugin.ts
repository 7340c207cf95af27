import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { errors } from 'jose'
import { UnauthorizedError } from '../http/errors.ts'
import { bearerToken } from './bearer-token.ts'
import type { Tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of the user who sent this request; empty on routes without authentication. */
    userId: string
  }
}

const plugin: FastifyPluginAsync<{ tokens: Tokens }> = async (app, { tokens }) => {
  app.addHook('onRequest', async (request) => {
    const token = bearerToken(request)
    if (token === undefined) throw new UnauthorizedError()
    request.userId = await tokens.verify(token).catch((error: unknown) => {
      if (!(error instanceof errors.JOSEError)) throw error
      request.log.debug({ code: error.code }, 'token refused')
      throw new UnauthorizedError()
    })
  })
}

/** Rejects requests without a valid access token in the scope that registers it, and sets `request.userId`. */
export const auth = fp(plugin, { name: 'auth', dependencies: ['security'] })
