import { type Figure, figure, median } from '../figure.js'
import { leafGroups, workingSet } from './cgroups.js'
import { type Checkout, newId } from './checkout.js'
import { edits } from './edits.js'
import { run } from './rivals.js'

const EVERY_MS = 200

/** The most that all containers of `dagger call test` have at one time, when both services were edited. */
export async function memoryOfTest(checkout: Checkout, rounds: number): Promise<Figure[]> {
  const samples: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const edit of ['backend-edit', 'frontend-edit'] as const) await edits[edit](checkout, newId())
    samples.push(await peakDuring(run(checkout, ['dagger', 'call', 'test'])))
    await checkout.reset()
  }
  return [figure('dagger call test: memory of all its containers, most', 'MiB', median(samples), samples, '<= 3072')]
}

/** In MiB, of the control groups that came while some work was done: whatever else starts then is counted too. */
async function peakDuring(work: Promise<unknown>): Promise<number> {
  const before = new Set(leafGroups())
  let peak = 0
  const timer = setInterval(() => {
    const groups = leafGroups().filter((group) => !before.has(group))
    const bytes = groups.map(workingSet).reduce((sum, one) => sum + one, 0)
    peak = Math.max(peak, bytes)
  }, EVERY_MS)
  await work.finally(() => clearInterval(timer))
  if (peak === 0) throw new Error('no control group came with the call: its containers are not on this machine')
  return peak / 2 ** 20
}
