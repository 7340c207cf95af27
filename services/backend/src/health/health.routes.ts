import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Config } from '../config/config.ts'
import { exemptFromLimits } from '../http/security.plugin.ts'

const liveSchema = Type.Object({ status: Type.Literal('alive') })
const readySchema = Type.Object({
  status: Type.Literal('ready'),
  checks: Type.Object({ database: Type.Literal('healthy') }),
})
const notReadySchema = Type.Object({
  status: Type.Literal('not_ready'),
  checks: Type.Object({ database: Type.Literal('unhealthy') }),
})
const healthSchema = Type.Object({
  status: Type.Literal('healthy'),
  version: Type.String(),
  service: Type.Literal('todo-backend'),
})

// Probes come every few seconds; at INFO they would flood the log.
const probeOptions = { config: exemptFromLimits, logLevel: 'warn' } as const

/** The routes for the probes of orchestrators. They have no tag, so that OpenAPI doesn't list them. */
export const healthRoutes: FastifyPluginAsyncTypebox<Pick<Config, 'APP_VERSION'>> = async (app, { APP_VERSION }) => {
  // Independent of the database: restarting this process wouldn't bring it back.
  app.get('/livez', { ...probeOptions, schema: { response: { 200: liveSchema } } }, async () => ({
    status: 'alive' as const,
  }))

  app.get(
    '/readyz',
    { ...probeOptions, schema: { response: { 200: readySchema, 503: notReadySchema } } },
    async (_request, reply) => {
      if (await app.isDatabaseHealthy()) return { status: 'ready' as const, checks: { database: 'healthy' as const } }
      return reply.code(503).send({ status: 'not_ready', checks: { database: 'unhealthy' } })
    },
  )

  app.get('/health', { ...probeOptions, schema: { response: { 200: healthSchema } } }, async () => ({
    status: 'healthy' as const,
    version: APP_VERSION,
    service: 'todo-backend' as const,
  }))
}
