import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connection } from '@dagger.io/dagger'
import { execa } from 'execa'
import { SERVICE_NAMES } from '../../ci/src/project/services.js'
import { CANARY, vulnerabilityDatabase } from '../../ci/test/engine/database.js'
import { REGISTRY_IMAGE } from '../../ci/test/registry-image.js'
import { docker } from '../../test/images/daemon.js'
import { waitForOk } from '../../test/wait-for-ok.js'
import type { Figure } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import { composeBuild, composeImage, PROJECT, runCommand } from './contenders.js'
import { compareTimes, measureSeconds } from './times.js'

const PUSH = 'docker push of all images'

/** Compares `dagger call publish` (of a tested, built and scanned commit) with `docker push`, each to an empty registry. */
export async function measurePublish(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const database = join(checkout.folder, 'reports', 'vulnerability.db')
  const [publishSeconds, pushSeconds]: [number[], number[]] = [[], []]
  await createVulnerabilityDatabase(database)
  await composeBuild(checkout)
  for (let round = 0; round < rounds; round++) {
    await checkout.git('commit', '--quiet', '--allow-empty', '--message', newId())
    await publish(checkout, database, 5000, '--dry-run')
    publishSeconds.push(await withRegistry((port) => measureSeconds(() => publish(checkout, database, port))))
    pushSeconds.push(await withRegistry(measurePush))
    console.log(
      `publish, round ${round + 1} of ${rounds}: publish ${publishSeconds.at(-1)} s, push ${pushSeconds.at(-1)} s`,
    )
    await checkout.reset()
  }
  await rm(database)
  const times = [
    { contender: 'dagger call publish', seconds: publishSeconds },
    { contender: PUSH, seconds: pushSeconds },
  ]
  return compareTimes('publish', times, { [PUSH]: '<= 2' })
}

/** Creates a database without vulnerabilities of our dependencies, so that no download is measured. */
async function createVulnerabilityDatabase(file: string): Promise<void> {
  process.env['_EXPERIMENTAL_DAGGER_CLI_BIN'] ??= (await execa('sh', ['-c', 'command -v dagger'])).stdout
  await connection(async () => void (await vulnerabilityDatabase([CANARY]).export(file)))
}

const publish = (checkout: Checkout, database: string, port: number, ...options: string[]) =>
  runCommand(checkout, [
    ...['dagger', 'call', 'publish', `--repository=registry.localhost:${port}/bench`, `--db=${database}`],
    ...[`--registry-service=tcp://127.0.0.1:${port}`, ...options],
  ])

/** Tags all images for a registry. */
async function tagImages(port: number): Promise<string[]> {
  return await Promise.all(
    SERVICE_NAMES.map(async (service) => {
      const name = `127.0.0.1:${port}/${composeImage(service)}`
      await docker(['tag', composeImage(service), name])
      return name
    }),
  )
}

async function measurePush(port: number): Promise<number> {
  const names = await tagImages(port)
  return await measureSeconds(() => Promise.all(names.map((name) => docker(['push', name]))))
}

async function withRegistry<Result>(measure: (port: number) => Promise<Result>): Promise<Result> {
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
    await waitForOk(`http://127.0.0.1:${port}/v2/`, { timeoutMs: 30_000, intervalMs: 50 })
    return await measure(port)
  } finally {
    await docker(['rm', '--force', '--volumes', registry])
  }
}
