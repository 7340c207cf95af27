import { type Figure, figure, type Goal, median } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import { type EditName, edits } from './edits.js'
import type { Rival } from './rivals.js'

/** One thing to do after one edit, in several ways. */
export interface Case {
  /** Such as `build:backend-edit`. */
  name: string
  edit: EditName
  rivals: Rival[]
  /** For the first rival's time / another's, by the other's name. */
  goals: Record<string, Goal>
}

/** Seconds that some work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/**
 * Measures rivals in turns: each round makes an edit of its own, shows it to every rival, and takes it back. Who begins changes from
 * round to round.
 */
export async function measure(
  { name, edit, rivals, goals }: Case,
  checkout: Checkout,
  rounds: number,
): Promise<Figure[]> {
  const times = rivals.map(() => [] as number[])
  for (let round = 0; round < rounds; round++) {
    await edits[edit](checkout, newId())
    for (const [index, rival] of rotated([...rivals.entries()], round)) {
      const seconds = await timed(() => rival.run(checkout))
      console.log(`${name}, round ${round + 1} of ${rounds}: ${rival.name} ${seconds.toFixed(2)} s`)
      times[index]?.push(seconds)
    }
    await checkout.reset()
  }
  return compared(
    name,
    rivals.map((rival, index) => ({ rival: rival.name, seconds: times[index] ?? [] })),
    goals,
  )
}

export const rotated = <Item>(items: Item[], by: number): Item[] => {
  const start = by % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

/** The ratio of the first rival to each other one, round by round, then everybody's seconds. */
export function compared(name: string, times: { rival: string; seconds: number[] }[], goals: Case['goals']): Figure[] {
  const [first, ...others] = times
  const ratios = others.map(({ rival, seconds }) => {
    const samples = seconds.map((other, round) => (first?.seconds[round] ?? Number.NaN) / other)
    return figure(`${name}: ${first?.rival} / ${rival}`, 'ratio', median(samples), samples, goals[rival])
  })
  return [...ratios, ...times.map(({ rival, seconds }) => figure(`${name}: ${rival}`, 's', median(seconds), seconds))]
}
