import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import { auth } from './auth/auth.plugin.ts'
import { tokenRoutes } from './auth/token.routes.ts'
import { createTokens } from './auth/tokens.ts'
import { chatRoutes } from './chat/chat.routes.ts'
import type { Config } from './config/config.ts'
import { database } from './database/database.plugin.ts'
import { healthRoutes } from './health/health.routes.ts'
import { sendError, sendNotFound } from './http/errors.ts'
import { openapi } from './http/openapi.plugin.ts'
import { security } from './http/security.plugin.ts'
import { shutdown } from './http/shutdown.plugin.ts'
import { validatorCompiler } from './http/validation.ts'
import { SingleLineLog } from './logging/single-line-log.ts'
import { todoRoutes } from './todos/todo.routes.ts'

export interface AppOptions {
  logger: FastifyBaseLogger
  /** Folder with the files of /docs. Default: the files of the npm package. */
  docsAssets?: string | undefined
  /** In milliseconds. Requests get a 503 while the event loop lags more than this; 0 turns the check off. Default: 1000. */
  maxEventLoopDelay?: number
}

/** Builds the service. It doesn't listen or connect to the database yet. */
export async function buildApp(config: Config, { logger, docsAssets, maxEventLoopDelay = 1_000 }: AppOptions) {
  const app = Fastify({
    loggerInstance: logger,
    logController: new SingleLineLog(),
    bodyLimit: 64 * 1024,
    // A shutdown closes idle connections at once and lets requests in progress finish.
    forceCloseConnections: 'idle',
    frameworkErrors: sendError,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(sendError)
  app.decorateRequest('userId', '')

  await app.register(shutdown)
  await app.register(database, config)
  await app.register(security, { ...config, maxEventLoopDelay })
  await app.register(openapi, { ...config, docsAssets })
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, sendNotFound)

  const tokens = createTokens(config)
  await app.register(healthRoutes, config)
  await app.register(tokenRoutes, { ...config, tokens, prefix: '/api/token' })
  await app.register(async (authenticated) => {
    await authenticated.register(auth, { tokens })
    await authenticated.register(todoRoutes, { prefix: '/api/todos' })
    await authenticated.register(chatRoutes, { prefix: '/api/chat' })
  })
  return app
}
