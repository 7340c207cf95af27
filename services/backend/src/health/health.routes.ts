import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Config } from '../config/config.ts'
import { alwaysAnswer } from '../http/security.plugin.ts'

const live = Type.Object({ status: Type.Literal('alive') })
const ready = Type.Object({
  status: Type.Literal('ready'),
  checks: Type.Object({ database: Type.Literal('healthy') }),
})
const notReady = Type.Object({
  status: Type.Literal('not_ready'),
  checks: Type.Object({ database: Type.Literal('unhealthy') }),
})
const health = Type.Object({
  status: Type.Literal('healthy'),
  version: Type.String(),
  service: Type.Literal('todo-backend'),
})

// Probes come every few seconds: at info they would bury everything else.
const probe = { config: alwaysAnswer, logLevel: 'warn' } as const

/** What orchestrators ask. Untagged, so that it stays out of the documentation. */
export const healthRoutes: FastifyPluginAsyncTypebox<Pick<Config, 'APP_VERSION'>> = async (app, { APP_VERSION }) => {
  // Touches nothing: restarting this process would not bring a database back.
  app.get('/livez', { ...probe, schema: { response: { 200: live } } }, async () => ({ status: 'alive' as const }))

  app.get('/readyz', { ...probe, schema: { response: { 200: ready, 503: notReady } } }, async (_request, reply) => {
    if (await app.isDatabaseHealthy()) return { status: 'ready' as const, checks: { database: 'healthy' as const } }
    return reply.code(503).send({ status: 'not_ready', checks: { database: 'unhealthy' } })
  })

  app.get('/health', { ...probe, schema: { response: { 200: health } } }, async () => ({
    status: 'healthy' as const,
    version: APP_VERSION,
    service: 'todo-backend' as const,
  }))
}
