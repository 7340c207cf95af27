import { getHeapStatistics } from 'node:v8'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/config.ts'
import { parseOrigins } from '../config/formats.ts'

/** For routes that must answer even when the service is overloaded: an overloaded pod must not be restarted. */
export const exemptFromLimits = { rateLimit: false, pressureHandler: () => undefined } as const

type SecurityOptions = Pick<Config, 'CORS_ORIGINS' | 'RATE_LIMIT'> & { maxEventLoopDelay: number }

const plugin: FastifyPluginAsync<SecurityOptions> = async (app, { CORS_ORIGINS, RATE_LIMIT, maxEventLoopDelay }) => {
  await app.register(underPressure, {
    maxEventLoopDelay,
    // V8 derives its heap limit from the container's memory.
    maxHeapUsedBytes: 0.9 * getHeapStatistics().heap_size_limit,
  })
  await app.register(helmet, {
    // The service answers with JSON; /docs, its only page, has its own policy.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  })
  await app.register(cors, {
    origin: parseOrigins(CORS_ORIGINS),
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['etag', 'idempotency-replayed', 'location', 'retry-after'],
    maxAge: 600,
  })
  await app.register(rateLimit, {
    max: RATE_LIMIT,
    timeWindow: '1 minute',
    // Per user, otherwise per address (behind a proxy, the proxy's). On authenticated routes, `auth` has already run.
    keyGenerator: ({ userId, ip }) => (userId === '' ? `address ${ip}` : `user ${userId}`),
  })
}

/** Security headers, CORS and limits. */
export const security = fp(plugin, { name: 'security' })
