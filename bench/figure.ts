/** The value to reach. */
export type Goal = `${'<' | '<=' | '>='} ${number}`

/** One line of a benchmark's result. */
export interface Figure {
  name: string
  value: number
  unit: 'ratio' | 's' | 'ms' | 'kB' | 'MB' | 'MiB' | 'commands'
  goal?: Goal
  /** The samples from which `value` was calculated. */
  samples: number[]
}

/** The smallest sample that is not exceeded by at least this share of the samples. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('there are no samples')
  return value
}

/** The middle sample, or the mean of the two middle ones. */
export function median(samples: number[]): number {
  const upper = -percentile(
    samples.map((sample) => -sample),
    0.5,
  )
  return (percentile(samples, 0.5) + upper) / 2
}

const DIGITS: Partial<Record<Figure['unit'], number>> = { ratio: 2, s: 2, MB: 1 }

/** Creates a figure whose value is rounded to a precision that suits its unit. */
export function figure(name: string, unit: Figure['unit'], value: number, samples: number[], goal?: Goal): Figure {
  return { name, value: Number(value.toFixed(DIGITS[unit] ?? 0)), unit, ...(goal && { goal }), samples }
}

/** The number in a goal. */
export const limit = (goal: Goal): number => Number(goal.split(' ')[1])

/** Whether a value meets a goal. */
export function isMet(value: number, goal: Goal): boolean {
  if (goal.startsWith('>=')) return value >= limit(goal)
  return goal.startsWith('<=') ? value <= limit(goal) : value < limit(goal)
}
