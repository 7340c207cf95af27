import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'

const plugin: FastifyPluginAsync = async (app) => {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    // `forceCloseConnections` closes connections that are idle when the shutdown begins. A busy one would stay open after
    // its response and delay the shutdown until the keep-alive timeout (72 s).
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** Closes each connection after its last response during a shutdown. */
export const shutdown = fp(plugin, { name: 'shutdown' })
