import type { Figure } from '../figure.js'
import type { Options, Result } from '../options.js'
import { bytesToDocker, bytesToEngine } from './bytes.js'
import { cases } from './cases.js'
import { type Checkout, newCheckout } from './checkout.js'
import { coldBuilds } from './cold.js'
import { commandsOfTest } from './commands.js'
import { lacking, type Need } from './machine.js'
import { memoryOfTest } from './memory.js'
import { publishing } from './publish.js'
import { removeImages } from './rivals.js'
import { sizesInEngine, sizesOnDocker } from './sizes.js'
import { type Case, measure } from './times.js'

/** A measurement of another kind than times in turns. */
interface Part {
  name: string
  needs: Need[]
  measure(checkout: Checkout, rounds: number): Promise<Figure[]>
}

const parts: Part[] = [
  { name: 'bytes:dagger', needs: ['engine', 'engine socket'], measure: bytesToEngine },
  { name: 'bytes:compose', needs: ['docker'], measure: bytesToDocker },
  { name: 'sizes:dagger', needs: ['engine'], measure: sizesInEngine },
  { name: 'sizes:compose', needs: ['docker'], measure: sizesOnDocker },
  { name: 'commands', needs: ['engine'], measure: commandsOfTest },
  { name: 'memory', needs: ['engine', 'control groups'], measure: memoryOfTest },
  { name: 'publish', needs: ['engine', 'docker'], measure: publishing },
  { name: 'cold', needs: ['engine', 'docker', 'leave to empty caches'], measure: coldBuilds },
]

/**
 * `dagger call` against `docker compose build` and against the npm scripts on this machine, on a copy of what is committed.
 * What this machine lacks, or nobody asked for, is left out.
 */
export async function pipeline({ rounds, cases: wanted, cold }: Options): Promise<Result> {
  const [chosenCases, chosenParts] = [chosen(cases, wanted), chosen(parts, wanted)]
  requireKnown(wanted)
  const lacks = await lacking(cold)
  const reasonsOf = ({ needs }: { needs: Need[] }) => needs.flatMap((need) => lacks.get(need) ?? [])
  const leftOut = [...chosenCases.flatMap(({ rivals }) => rivals), ...chosenParts].flatMap((one) =>
    reasonsOf(one).map((reason) => `${one.name}: ${reason}`),
  )
  const can = (one: { needs: Need[] }) => reasonsOf(one).length === 0
  const possible = chosenCases.map((one) => ({ ...one, rivals: one.rivals.filter(can) }))
  const checkout = await newCheckout({ installed: true })
  try {
    await warmUp(possible, checkout)
    const figures: Figure[] = []
    for (const one of possible) figures.push(...(await measure(one, checkout, rounds)))
    for (const part of chosenParts.filter(can)) figures.push(...(await part.measure(checkout, rounds)))
    return {
      figures,
      leftOut: [...new Set(leftOut)],
      plot: 'dagger call: its time / that of others (shorter is better)',
    }
  } finally {
    await checkout.remove()
    if (!lacks.has('docker')) await removeImages()
  }
}

/** `build` chooses `build:no-change` as well. */
const chosen = <Named extends { name: string }>(all: Named[], wanted: string[]): Named[] =>
  wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((one) => name === one || name.startsWith(`${one}:`)))

function requireKnown(wanted: string[]): void {
  const all = [...cases, ...parts]
  const unknown = wanted.filter((one) => chosen(all, [one]).length === 0)
  if (unknown.length === 0) return
  throw new Error(`unknown case: ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
}

/** Once each, so that the first round has no more to do than the others. */
async function warmUp(all: Case[], checkout: Checkout): Promise<void> {
  const rivals = new Map(all.flatMap((one) => one.rivals).map((rival) => [rival.name, rival]))
  for (const [name, rival] of rivals) {
    console.log(`${name}: once, not counted`)
    await rival.run(checkout)
  }
}
