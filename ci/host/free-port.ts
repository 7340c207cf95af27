import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * A port of this machine that nobody listens on.
 * @param wanted this one, or any
 * @throws if the wanted one is taken
 */
export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer().listen(wanted)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
