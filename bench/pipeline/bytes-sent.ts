import { execa } from 'execa'
import { type Figure, figure, median } from '../figure.js'
import { type Checkout, newCheckout, newId } from './checkout.js'
import { composeBuild, runCommand } from './contenders.js'
import { type EditName, edits } from './edits.js'
import { engineSocket } from './machine.js'
import { countingProxy } from './proxy.js'

const EDITS: EditName[] = ['no-change', 'backend-edit', 'frontend-edit']

/** Measures how many bytes `dagger call build` sends to its engine. */
export async function measureBytesToEngine(checkout: Checkout, rounds: number): Promise<Figure[]> {
  return await measureBytesSent(
    'dagger call build',
    engineSocket() ?? '',
    checkout,
    rounds,
    (address, currentCheckout) =>
      runCommand(currentCheckout, ['dagger', 'call', 'build'], { _EXPERIMENTAL_DAGGER_RUNNER_HOST: address }),
  )
}

/** Measures how many bytes `docker compose build` sends to its daemon. */
export async function measureBytesToDocker(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const context = await execa('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])
  const daemon = process.env['DOCKER_HOST'] ?? context.stdout
  return await measureBytesSent('docker compose build', daemon, checkout, rounds, (DOCKER_HOST, at) =>
    composeBuild(at, { DOCKER_HOST }),
  )
}

type Command = (address: string, checkout: Checkout) => Promise<unknown>

/** Measures how many bytes a command sends to a socket, in a new checkout and after edits. */
async function measureBytesSent(name: string, socket: string, checkout: Checkout, rounds: number, command: Command) {
  const proxy = await countingProxy(socket)
  const samples = new Map<string, number[]>()
  const count = async (situation: string, at: Checkout) => {
    proxy.sent()
    await command(proxy.address, at)
    samples.set(situation, [...(samples.get(situation) ?? []), proxy.sent() / 1000])
  }
  try {
    await command(proxy.address, checkout)
    for (let round = 0; round < rounds; round++) {
      const newClone = await newCheckout({ withDependencies: false })
      await count('a new checkout', newClone).finally(() => newClone.remove())
      for (const edit of EDITS) {
        await edits[edit](checkout, newId())
        await count(edit, checkout)
        await checkout.reset()
      }
    }
  } finally {
    await proxy.stop()
  }
  return [...samples].map(([situation, kilobytes]) =>
    figure(`bytes sent, ${situation}: ${name}`, 'kB', median(kilobytes), kilobytes),
  )
}
