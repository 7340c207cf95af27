import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connection } from '@dagger.io/dagger'
import { execa } from 'execa'
import { CANARY, vulnerabilityDatabase } from '../../ci/test/engine/database.js'
import { REGISTRY_IMAGE } from '../../ci/test/registry-image.js'
import { docker } from '../../test/images/daemon.js'
import type { Figure } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import { composeBuild, composeImage, PROJECT, run } from './rivals.js'
import { compared, timed } from './times.js'

const SERVICES = ['backend', 'frontend']
const PUSH = 'docker push of both images'

/** `dagger call publish` of a commit that is tested, built and scanned, and `docker push`: each to an empty registry of its own. */
export async function publishing(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const database = join(checkout.folder, 'reports', 'vulnerability.db')
  const [ours, theirs]: [number[], number[]] = [[], []]
  await makeDatabase(database)
  await composeBuild(checkout)
  for (let round = 0; round < rounds; round++) {
    await checkout.git('commit', '--quiet', '--allow-empty', '--message', newId())
    await publish(checkout, database, 5000, '--dry-run')
    ours.push(await withRegistry((port) => timed(() => publish(checkout, database, port))))
    theirs.push(await withRegistry(timedPush))
    console.log(`publish, round ${round + 1} of ${rounds}: publish ${ours.at(-1)} s, push ${theirs.at(-1)} s`)
    await checkout.reset()
  }
  await rm(database)
  const times = [
    { rival: 'dagger call publish', seconds: ours },
    { rival: PUSH, seconds: theirs },
  ]
  return compared('publish', times, { [PUSH]: '<= 2' })
}

/** One that knows no vulnerability of ours: what is measured is no download. */
async function makeDatabase(file: string): Promise<void> {
  process.env['_EXPERIMENTAL_DAGGER_CLI_BIN'] ??= (await execa('sh', ['-c', 'command -v dagger'])).stdout
  await connection(async () => void (await vulnerabilityDatabase([CANARY]).export(file)))
}

const publish = (checkout: Checkout, database: string, port: number, ...options: string[]) =>
  run(checkout, [
    ...['dagger', 'call', 'publish', `--repository=registry.localhost:${port}/bench`, `--db=${database}`],
    ...[`--registry-service=tcp://127.0.0.1:${port}`, ...options],
  ])

/** Gives both images names in a registry. */
async function named(port: number): Promise<string[]> {
  return await Promise.all(
    SERVICES.map(async (service) => {
      const name = `127.0.0.1:${port}/${composeImage(service)}`
      await docker(['tag', composeImage(service), name])
      return name
    }),
  )
}

async function timedPush(port: number): Promise<number> {
  const names = await named(port)
  return await timed(() => Promise.all(names.map((name) => docker(['push', name]))))
}

async function withRegistry<Result>(use: (port: number) => Promise<Result>): Promise<Result> {
  const registry = await docker([
    'run',
    '--detach',
    '--name',
    `${PROJECT}-registry`,
    '--publish',
    '127.0.0.1::5000',
    REGISTRY_IMAGE,
  ])
  try {
    const address = await docker(['port', registry, '5000/tcp'])
    const port = Number(address.split(':').at(-1))
    while (!(await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined))?.ok) await sleep(50)
    return await use(port)
  } finally {
    await docker(['rm', '--force', '--volumes', registry])
  }
}
