import { once } from 'node:events'
import { connect, createServer, type ListenOptions, type NetConnectOpts, type Socket } from 'node:net'

export interface Forwarder {
  /** Stops listening and closes all connections. */
  close(): void
}

/**
 * Forwards connections to a TCP port or Unix socket.
 * @param onRequestData called with everything that clients send
 */
export async function startForwarder(
  address: ListenOptions,
  target: NetConnectOpts,
  onRequestData: (chunk: Buffer) => void = () => undefined,
): Promise<Forwarder> {
  const sockets = new Set<Socket>()
  // Half-open, because BuildKit's sessions close one direction at a time.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true })
    forward(client, upstream)
    forward(upstream, client)
    client.on('data', onRequestData)
  })

  function forward(from: Socket, to: Socket) {
    sockets.add(from)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      to.destroySoon()
    })
    from.pipe(to)
  }

  server.listen(address)
  await once(server, 'listening')
  return {
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
