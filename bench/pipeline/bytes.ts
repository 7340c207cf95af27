import { execa } from 'execa'
import { type Figure, figure, median } from '../figure.js'
import { type Checkout, newCheckout, newId } from './checkout.js'
import { type EditName, edits } from './edits.js'
import { countingProxy } from './proxy.js'
import { composeBuild, run } from './rivals.js'

const EDITS: EditName[] = ['no-change', 'backend-edit', 'frontend-edit']

/** The address of the engine's Unix socket, if it has one on this machine. */
export function engineSocket(): string | undefined {
  const host = process.env['_EXPERIMENTAL_DAGGER_RUNNER_HOST']
  return host?.startsWith('unix://') ? host : undefined
}

/** All that `dagger call build` sends to its engine. */
export async function bytesToEngine(checkout: Checkout, rounds: number): Promise<Figure[]> {
  return await sent('dagger call build', engineSocket() ?? '', checkout, rounds, (address, at) =>
    run(at, ['dagger', 'call', 'build'], { _EXPERIMENTAL_DAGGER_RUNNER_HOST: address }),
  )
}

/** All that `docker compose build` sends to its daemon. */
export async function bytesToDocker(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const context = await execa('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])
  const daemon = process.env['DOCKER_HOST'] ?? context.stdout
  return await sent('docker compose build', daemon, checkout, rounds, (DOCKER_HOST, at) =>
    composeBuild(at, { DOCKER_HOST }),
  )
}

type Command = (address: string, checkout: Checkout) => Promise<unknown>

/** What a command sends to a socket, in a checkout that was never seen and after edits. */
async function sent(name: string, socket: string, checkout: Checkout, rounds: number, command: Command) {
  const proxy = await countingProxy(socket)
  const samples = new Map<string, number[]>()
  const count = async (what: string, at: Checkout) => {
    proxy.sent()
    await command(proxy.address, at)
    samples.set(what, [...(samples.get(what) ?? []), proxy.sent() / 1000])
  }
  try {
    await command(proxy.address, checkout)
    for (let round = 0; round < rounds; round++) {
      const fresh = await newCheckout({ installed: false })
      await count('a new checkout', fresh).finally(() => fresh.remove())
      for (const edit of EDITS) {
        await edits[edit](checkout, newId())
        await count(edit, checkout)
        await checkout.reset()
      }
    }
  } finally {
    await proxy.stop()
  }
  return [...samples].map(([what, all]) => figure(`bytes sent, ${what}: ${name}`, 'kB', median(all), all))
}
