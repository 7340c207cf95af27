import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import { sendError, sendNotFound } from './errors.ts'
import { OneLineARequest } from './logging.ts'
import { auth } from './plugins/auth.ts'
import { database } from './plugins/database.ts'
import { openapi } from './plugins/openapi.ts'
import { security } from './plugins/security.ts'
import { shutdown } from './plugins/shutdown.ts'
import { chatRoutes } from './routes/chat.ts'
import { healthRoutes } from './routes/health.ts'
import { todoRoutes } from './routes/todos.ts'
import { tokenRoutes } from './routes/token.ts'
import { createTokens } from './tokens.ts'
import { validatorCompiler } from './validation.ts'

export interface AppOptions {
  logger: FastifyBaseLogger
  /** Folder with the files of /docs; without it those of the npm package are used. */
  docsAssets?: string | undefined
  /** In milliseconds: a process whose event loop is later than that refuses work with 503; with 0 none does. Default: 1000. */
  maxEventLoopDelay?: number
}

/** Builds the service; it neither listens nor connects yet. */
export async function buildApp(config: Config, { logger, docsAssets, maxEventLoopDelay = 1_000 }: AppOptions) {
  const app = Fastify({
    loggerInstance: logger,
    logController: new OneLineARequest(),
    bodyLimit: 64 * 1024,
    // Idle connections must not hold a shutdown; requests that are under way finish.
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
  await app.register(async (signedIn) => {
    await signedIn.register(auth, { tokens })
    await signedIn.register(todoRoutes, { prefix: '/api/todos' })
    await signedIn.register(chatRoutes, { prefix: '/api/chat' })
  })
  return app
}
