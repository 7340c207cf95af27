/** What is aimed at. */
export type Goal = `${'<' | '<=' | '>='} ${number}`

/** One line of a benchmark's result. */
export interface Figure {
  name: string
  value: number
  unit: 'ratio' | 's' | 'ms' | 'kB' | 'MB' | 'MiB' | 'commands'
  goal?: Goal
  /** What `value` is made of. */
  samples: number[]
}

/** The smallest sample that at least this share of them doesn't exceed. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('there are no samples')
  return value
}

/** The middle sample, or half-way between the two in the middle. */
export function median(samples: number[]): number {
  const upper = -percentile(
    samples.map((sample) => -sample),
    0.5,
  )
  return (percentile(samples, 0.5) + upper) / 2
}

const DIGITS: Partial<Record<Figure['unit'], number>> = { ratio: 2, s: 2, MB: 1 }

/** A figure of the value's kind, rounded to what a measurement of this kind can tell. */
export function figure(name: string, unit: Figure['unit'], value: number, samples: number[], goal?: Goal): Figure {
  return { name, value: Number(value.toFixed(DIGITS[unit] ?? 0)), unit, ...(goal && { goal }), samples }
}

/** The number in a goal. */
export const limit = (goal: Goal): number => Number(goal.split(' ')[1])

/** Whether a value is what is aimed at. */
export function isMet(value: number, goal: Goal): boolean {
  if (goal.startsWith('>=')) return value >= limit(goal)
  return goal.startsWith('<=') ? value <= limit(goal) : value < limit(goal)
}
