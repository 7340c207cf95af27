import swagger from '@fastify/swagger'
import swaggerUi, { type FastifySwaggerUiOptions } from '@fastify/swagger-ui'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/config.ts'

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

const description = `Todos and a chatbot. Every answer from 400 on is a problem of RFC 9457; after a 429 or 503, wait as many
seconds as Retry-After says.`

const tags = [
  { name: 'token', description: 'The way in' },
  { name: 'todos', description: 'The todos of the user who asks' },
  { name: 'chat', description: 'The one conversation of the user who asks' },
]

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /api/token' },
  session: { type: 'http', scheme: 'bearer', description: "The token of a session of Better Auth's" },
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

/** Describes the routes that are registered after it: for people at /docs, for programs at /docs/json. */
export const openapi = fp(plugin, { name: 'openapi', dependencies: ['security'] })
