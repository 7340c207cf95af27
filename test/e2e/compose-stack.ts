import { freePort } from '../../ci/host/free-port.js'
import { ours, removeOurs } from '../images/daemon.js'
import { stack } from '../images/stack.js'
import type { Stack } from './stack.js'

/** Starts the whole application from docker-compose.yml, and builds its images if needed. */
export async function startComposeStack(): Promise<Stack> {
  const port = await freePort()
  const options = { overrides: [`${import.meta.dirname}/compose.yml`], variables: { E2E_PORT: String(port) } }
  const { compose, up } = stack(`${ours}-e2e`, options)
  const service = (name: string) => ({
    start: async () => {
      await compose('up', '--no-deps', '--no-recreate', '--wait', name)
    },
    stop: async () => {
      await compose('stop', name)
    },
  })
  const stop = async () => {
    await compose('down', '--volumes')
    await removeOurs()
  }
  try {
    await up()
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `http://localhost:${port}`, backend: service('backend'), database: service('postgres'), stop }
}
