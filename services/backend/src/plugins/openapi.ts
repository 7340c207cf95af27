import swagger from '@fastify/swagger'
import swaggerUi, { type FastifySwaggerUiOptions } from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'

export interface OpenapiOptions extends Pick<Config, 'APP_VERSION'> {
  /** Folder with the user interface's files; without it those of the npm package are used. */
  docsAssets?: string | undefined
}

// Everything is served from here. Inline styles are Swagger UI's own, data: its icons.
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /api/token' },
  session: { type: 'http', scheme: 'bearer', description: "The token of a session of Better Auth's" },
} as const

const plugin: FastifyPluginAsync<OpenapiOptions> = async (app, { APP_VERSION, docsAssets }) => {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Todo backend', version: APP_VERSION },
      components: { securitySchemes },
    },
  })
  const ui: FastifySwaggerUiOptions = { routePrefix: '/docs', staticCSP: contentSecurityPolicy }
  await app.register(swaggerUi, docsAssets === undefined ? ui : { ...ui, baseDir: docsAssets })
}

/** Describes the routes that are registered after it: for people at /docs, for programs at /docs/json. */
export const openapi = fp(plugin, { name: 'openapi', dependencies: ['security'] })
