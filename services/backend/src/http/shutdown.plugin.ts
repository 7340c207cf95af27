import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'

const plugin: FastifyPluginAsync = async (app) => {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    // `forceCloseConnections` ends connections that are idle when the shutdown begins. One that is busy then would be
    // kept alive after its answer, and hold the shutdown until the client lets go (72 s).
    if (closing) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** Lets requests finish during a shutdown, but not their connections live on. */
export const shutdown = fp(plugin, { name: 'shutdown' })
