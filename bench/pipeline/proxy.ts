import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Stands before a Unix socket and counts what clients send to it. */
export interface CountingProxy {
  /** Where clients go instead, such as unix:///tmp/…/socket. */
  address: string
  /** Bytes since the last question. */
  sent(): number
  stop(): Promise<void>
}

/** @param address of the socket behind it: unix:///… */
export async function countingProxy(address: string): Promise<CountingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  let bytes = 0
  const open = new Set<Socket>()
  // Half-open: BuildKit's sessions close one direction at a time.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const behind = connect({ path: new URL(address).pathname, allowHalfOpen: true })
    for (const [from, to] of [[client, behind] as const, [behind, client] as const]) {
      open.add(from)
      from.on('error', () => to.destroy()).on('close', () => open.delete(from))
      from.pipe(to)
    }
    client.on('data', (chunk) => {
      bytes += chunk.length
    })
  })
  const path = join(folder, 'socket')
  server.listen(path)
  await once(server, 'listening')
  return {
    address: `unix://${path}`,
    sent() {
      const sent = bytes
      bytes = 0
      return sent
    },
    async stop() {
      for (const socket of open) socket.destroy()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
