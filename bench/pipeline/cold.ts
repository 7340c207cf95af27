import { tmpdir } from 'node:os'
import { execa } from 'execa'
import { pinned } from '../../ci/src/project/image-pins.js'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import type { Figure, Goal } from '../figure.js'
import type { Checkout } from './checkout.js'
import { compose, dagger, removeImages } from './contenders.js'
import { compareTimes, measureSeconds } from './times.js'

const GOAL: Goal = '<= 1.3'

/** Measures builds with nothing cached except the base image, and how long a new engine takes to load the module. */
export async function measureColdBuilds(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const [load, build] = [dagger('functions'), dagger('call', 'build')]
  const times = [load, build, compose].map(({ name }) => ({ contender: name, seconds: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    await emptyEngine()
    await emptyDocker()
    for (const [index, contender] of [load, build, compose].entries()) {
      const seconds = await measureSeconds(() => contender.run(checkout))
      console.log(`cold, round ${round + 1} of ${rounds}: ${contender.name} ${seconds.toFixed(2)} s`)
      times[index]?.seconds.push(seconds)
    }
  }
  const [loaded, built, contender] = times
  if (!loaded || !built || !contender) return []
  const totalSeconds = built.seconds.map((seconds, round) => seconds + (loaded.seconds[round] ?? Number.NaN))
  return [
    ...compareTimes('cold', [built, contender], { [compose.name]: GOAL }),
    ...compareTimes(
      'cold',
      [{ contender: `${load.name} and ${build.name}`, seconds: totalSeconds }, contender],
      {},
    ).slice(0, 2),
  ]
}

/** Empties the cache, then pulls the base image again: the speed of the registry must not count. */
async function emptyEngine(): Promise<void> {
  // Not in the checkout, where the CLI would load the module.
  const core = (...args: string[]) => execa('dagger', ['core', ...args], { cwd: tmpdir() })
  await core('engine', 'local-cache', 'prune')
  await core('container', 'from', `--address=${pinned(NODE_IMAGE)}`, 'sync')
}

async function emptyDocker(): Promise<void> {
  await removeImages()
  await execa('docker', ['builder', 'prune', '--all', '--force'])
}
