import type { Figure } from '../figure.js'
import type { Options, Result } from '../options.js'
import { measureBytesToDocker, measureBytesToEngine } from './bytes-sent.js'
import { cases } from './cases.js'
import { type Checkout, newCheckout } from './checkout.js'
import { measureColdBuilds } from './cold.js'
import { measureCommands } from './commands.js'
import { removeImages } from './contenders.js'
import { findMissingNeeds } from './machine.js'
import { measureTestMemory } from './memory.js'
import type { Need } from './needs.js'
import { measurePublish } from './publish.js'
import { measureDockerSizes, measureEngineSizes } from './sizes.js'
import { type Case, measureCase } from './times.js'

/** A measurement other than comparing times. */
interface Part {
  name: string
  needs: Need[]
  measure(checkout: Checkout, rounds: number): Promise<Figure[]>
}

const parts: Part[] = [
  { name: 'bytes:dagger', needs: ['engine', 'engine socket'], measure: measureBytesToEngine },
  { name: 'bytes:compose', needs: ['docker'], measure: measureBytesToDocker },
  { name: 'sizes:dagger', needs: ['engine'], measure: measureEngineSizes },
  { name: 'sizes:compose', needs: ['docker'], measure: measureDockerSizes },
  { name: 'commands', needs: ['engine'], measure: measureCommands },
  { name: 'memory', needs: ['engine', 'control groups'], measure: measureTestMemory },
  { name: 'publish', needs: ['engine', 'docker'], measure: measurePublish },
  { name: 'cold', needs: ['engine', 'docker', 'permission to empty caches'], measure: measureColdBuilds },
]

/**
 * Compares `dagger call` with `docker compose build` and with the npm scripts on this machine, in a clone of the repository.
 * Skips cases that were not selected or whose needs this machine doesn't meet.
 */
export async function pipeline({ rounds, cases: names, cold }: Options): Promise<Result> {
  const [chosenCases, chosenParts] = [selectByName(cases, names), selectByName(parts, names)]
  requireKnown(names)
  const missingNeeds = await findMissingNeeds(cold)
  const reasonsOf = ({ needs }: { needs: Need[] }) => needs.flatMap((need) => missingNeeds.get(need) ?? [])
  const skipped = [...chosenCases.flatMap(({ contenders }) => contenders), ...chosenParts].flatMap((one) =>
    reasonsOf(one).map((reason) => `${one.name}: ${reason}`),
  )
  const isPossible = (one: { needs: Need[] }) => reasonsOf(one).length === 0
  const possibleCases = chosenCases.map((one) => ({ ...one, contenders: one.contenders.filter(isPossible) }))
  const checkout = await newCheckout({ withDependencies: true })
  try {
    await warmUp(possibleCases, checkout)
    const figures: Figure[] = []
    for (const one of possibleCases) figures.push(...(await measureCase(one, checkout, rounds)))
    for (const part of chosenParts.filter(isPossible)) figures.push(...(await part.measure(checkout, rounds)))
    return {
      figures,
      skipped: [...new Set(skipped)],
      plot: 'dagger call: its time / that of others (shorter is better)',
    }
  } finally {
    await checkout.remove()
    if (!missingNeeds.has('docker')) await removeImages()
  }
}

/** `build` also selects `build:no-change`. */
const selectByName = <Named extends { name: string }>(entries: Named[], wanted: string[]): Named[] =>
  wanted.length === 0
    ? entries
    : entries.filter(({ name }) => wanted.some((one) => name === one || name.startsWith(`${one}:`)))

function requireKnown(wanted: string[]): void {
  const all = [...cases, ...parts]
  const unknown = wanted.filter((one) => selectByName(all, [one]).length === 0)
  if (unknown.length === 0) return
  throw new Error(`unknown case: ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
}

/** Runs each contender once, so that the first round has no more to do than the others. */
async function warmUp(all: Case[], checkout: Checkout): Promise<void> {
  const contenders = new Map(all.flatMap((one) => one.contenders).map((contender) => [contender.name, contender]))
  for (const [name, contender] of contenders) {
    console.log(`${name}: warm-up, not counted`)
    await contender.run(checkout)
  }
}
