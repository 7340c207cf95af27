import swagger from '@fastify/swagger'
import swaggerUi, { type FastifySwaggerUiOptions } from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/config.ts'

export interface OpenapiOptions extends Pick<Config, 'APP_VERSION'> {
  /** Folder with the files of Swagger UI. Default: the files of the npm package. */
  docsAssets?: string | undefined
}

// This service serves all files. Swagger UI uses inline styles, and data: URLs for its icons.
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

const description = `Todos and a chatbot. Every 4xx and 5xx response is problem details (RFC 9457). After a 429 or 503, wait for
the number of seconds in Retry-After.`

const tags = [
  { name: 'token', description: 'Access tokens' },
  { name: 'todos', description: 'The todos of the authenticated user' },
  { name: 'chat', description: 'The chatbot, with one conversation per user' },
]

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /api/token' },
  session: { type: 'http', scheme: 'bearer', description: 'The token of a Better Auth session' },
} as const

const plugin: FastifyPluginAsync<OpenapiOptions> = async (app, { APP_VERSION, docsAssets }) => {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Todo backend', version: APP_VERSION, description },
      tags,
      components: { securitySchemes },
    },
  })
  const ui: FastifySwaggerUiOptions = { routePrefix: '/docs', staticCSP: contentSecurityPolicy }
  await app.register(swaggerUi, docsAssets === undefined ? ui : { ...ui, baseDir: docsAssets })
}

/** Documents the routes that are registered after it: Swagger UI at /docs, OpenAPI at /docs/json. */
export const openapi = fp(plugin, { name: 'openapi', dependencies: ['security'] })
