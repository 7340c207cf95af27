import { type Figure, figure, median } from '../figure.js'
import { leafGroups, workingSet } from './cgroups.js'
import { type Checkout, newId } from './checkout.js'
import { runCommand } from './contenders.js'
import { edits } from './edits.js'

const INTERVAL_MS = 200

/** Measures the peak memory of all containers of `dagger call test` after an edit of both services. */
export async function measureTestMemory(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const samples: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const edit of ['backend-edit', 'frontend-edit'] as const) await edits[edit](checkout, newId())
    samples.push(await measurePeak(runCommand(checkout, ['dagger', 'call', 'test'])))
    await checkout.reset()
  }
  return [figure('dagger call test: memory of all its containers, most', 'MiB', median(samples), samples, '<= 3072')]
}

/** Peak memory in MiB of the control groups created during some work, including those of unrelated processes. */
async function measurePeak(work: Promise<unknown>): Promise<number> {
  const before = new Set(leafGroups())
  let peak = 0
  const timer = setInterval(() => {
    const groups = leafGroups().filter((group) => !before.has(group))
    const bytes = groups.map(workingSet).reduce((sum, groupBytes) => sum + groupBytes, 0)
    peak = Math.max(peak, bytes)
  }, INTERVAL_MS)
  await work.finally(() => clearInterval(timer))
  if (peak === 0) throw new Error('no control group was created: the containers are not on this machine')
  return peak / 2 ** 20
}
