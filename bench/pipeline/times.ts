import { type Figure, figure, type Goal, median } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import type { Contender } from './contenders.js'
import { type EditName, edits } from './edits.js'

/** Several ways to do the same thing after one edit. */
export interface Case {
  /** Such as `build:backend-edit`. */
  name: string
  edit: EditName
  contenders: Contender[]
  /** The goals for the first contender's time divided by another's, by the other's name. */
  goals: Record<string, Goal>
}

/** Measures how many seconds some work takes. */
export async function measureSeconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/**
 * Measures contenders in turns: each round makes a unique edit, runs every contender and reverts the edit. A different
 * contender starts each round.
 */
export async function measureCase(
  { name, edit, contenders, goals }: Case,
  checkout: Checkout,
  rounds: number,
): Promise<Figure[]> {
  const times = contenders.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    await edits[edit](checkout, newId())
    for (const [index, contender] of rotate([...contenders.entries()], round)) {
      const seconds = await measureSeconds(() => contender.run(checkout))
      console.log(`${name}, round ${round + 1} of ${rounds}: ${contender.name} ${seconds.toFixed(2)} s`)
      times[index]?.push(seconds)
    }
    await checkout.reset()
  }
  return compareTimes(
    name,
    contenders.map((contender, index) => ({ contender: contender.name, seconds: times[index] ?? [] })),
    goals,
  )
}

export const rotate = <Item>(items: Item[], count: number): Item[] => {
  const start = count % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

/** The ratios of the first contender's times to each other's, round by round, then the seconds of all contenders. */
export function compareTimes(
  name: string,
  times: { contender: string; seconds: number[] }[],
  goals: Case['goals'],
): Figure[] {
  const [first, ...otherContenders] = times
  const ratios = otherContenders.map(({ contender, seconds }) => {
    const samples = seconds.map((otherSeconds, round) => (first?.seconds[round] ?? Number.NaN) / otherSeconds)
    return figure(`${name}: ${first?.contender} / ${contender}`, 'ratio', median(samples), samples, goals[contender])
  })
  return [
    ...ratios,
    ...times.map(({ contender, seconds }) => figure(`${name}: ${contender}`, 's', median(seconds), seconds)),
  ]
}
