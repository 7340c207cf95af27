import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../../ci/host/free-port.js'

/** Stands between the services and PostgreSQL, so that it can be away and come back with its data. */
export interface DatabaseProxy {
  url: string
  start(): Promise<void>
  stop(): Promise<void>
}

export async function newDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const [port, target] = [await freePort(), new URL(databaseUrl)]
  const sockets = new Set<Socket>()
  let server: Server | undefined

  function pass(client: Socket) {
    const database = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [[client, database] as const, [database, client] as const]) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => other.destroy() && sockets.delete(socket))
      socket.pipe(other)
    }
  }

  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    async start() {
      server = createServer(pass).listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async stop() {
      server?.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
