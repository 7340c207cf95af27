import { freePort } from '../../ci/host/free-port.js'
import { type Forwarder, startForwarder } from '../forwarder.js'

/** A proxy between the services and PostgreSQL: stopping it makes the database unavailable, without losing its data. */
export interface DatabaseProxy {
  url: string
  start(): Promise<void>
  stop(): Promise<void>
}

export async function createDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const [port, target] = [await freePort(), new URL(databaseUrl)]
  let forwarder: Forwarder | undefined
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    async start() {
      const address = { host: '127.0.0.1', port }
      forwarder = await startForwarder(address, { host: target.hostname, port: Number(target.port) })
    },
    async stop() {
      forwarder?.close()
    },
  }
}
