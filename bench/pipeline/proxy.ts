import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startForwarder } from '../../test/forwarder.js'

/** A proxy in front of a Unix socket that counts the bytes that clients send. */
export interface CountingProxy {
  /** The address for clients, such as unix:///tmp/…/socket. */
  address: string
  /** Returns the number of bytes since the last call. */
  sent(): number
  stop(): Promise<void>
}

/** @param address the socket behind the proxy: unix:///… */
export async function countingProxy(address: string): Promise<CountingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const path = join(folder, 'socket')
  let bytes = 0
  const forwarder = await startForwarder({ path }, { path: new URL(address).pathname }, (chunk) => {
    bytes += chunk.length
  })
  return {
    address: `unix://${path}`,
    sent() {
      const sent = bytes
      bytes = 0
      return sent
    },
    async stop() {
      forwarder.close()
      await rm(folder, { recursive: true })
    },
  }
}
