import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import type { Runtime } from '../observed.ts'

/** The service that an image depends on. Without a target it is an HTTP server that answers everything with `{}`. */
export interface DependencySpec {
  port: number
  target?: { host: string; port: number }
}

/** Listens on the port of a dependency, and can be stopped and started again: connections are passed on to its target. */
export function dependency({ port, target }: DependencySpec): Runtime['dependency'] {
  const sockets = new Set<Socket>()
  const server = target
    ? createServer((client) => {
        const far = connect(target.port, target.host)
        sockets.add(client).add(far)
        client.on('error', () => far.destroy()).pipe(far)
        far.on('error', () => client.destroy()).pipe(client)
      })
    : createHttpServer((_, response) => response.end('{}')).on('connection', (socket) => sockets.add(socket))
  return {
    async start() {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
  }
}
