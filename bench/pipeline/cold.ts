import { tmpdir } from 'node:os'
import { execa } from 'execa'
import { pinned } from '../../ci/src/project/image-pins.js'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import type { Figure, Goal } from '../figure.js'
import type { Checkout } from './checkout.js'
import { compose, dagger, removeImages } from './rivals.js'
import { compared, timed } from './times.js'

const GOAL: Goal = '<= 1.3'

/** Builds with nothing cached but the base image, and before them what a new engine needs to load the module. */
export async function coldBuilds(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const [load, build] = [dagger('functions'), dagger('call', 'build')]
  const times = [load, build, compose].map(({ name }) => ({ rival: name, seconds: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    await emptyEngine()
    await emptyDocker()
    for (const [index, rival] of [load, build, compose].entries()) {
      const seconds = await timed(() => rival.run(checkout))
      console.log(`cold, round ${round + 1} of ${rounds}: ${rival.name} ${seconds.toFixed(2)} s`)
      times[index]?.seconds.push(seconds)
    }
  }
  const [loaded, built, rival] = times
  if (!loaded || !built || !rival) return []
  const both = built.seconds.map((seconds, round) => seconds + (loaded.seconds[round] ?? Number.NaN))
  return [
    ...compared('cold', [built, rival], { [compose.name]: GOAL }),
    ...compared('cold', [{ rival: `${load.name} and ${build.name}`, seconds: both }, rival], {}).slice(0, 2),
  ]
}

/** Then the base image is fetched again: how fast a registry is, is not what is measured. */
async function emptyEngine(): Promise<void> {
  // Not in the checkout: there the CLI would load the module.
  const core = (...args: string[]) => execa('dagger', ['core', ...args], { cwd: tmpdir() })
  await core('engine', 'local-cache', 'prune')
  await core('container', 'from', `--address=${pinned(NODE_IMAGE)}`, 'sync')
}

async function emptyDocker(): Promise<void> {
  await removeImages()
  await execa('docker', ['builder', 'prune', '--all', '--force'])
}
