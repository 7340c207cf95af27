/** One line of a benchmark's result. */
export interface Figure {
  name: string
  value: number
  unit: 'ratio' | 'ms' | 'MiB'
  /** What is aimed at, like `>= 0.75`. */
  goal?: string
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

export const median = (samples: number[]): number => percentile(samples, 0.5)

/** A figure of the value's kind, rounded to what a measurement of this kind can tell. */
export function figure(name: string, unit: Figure['unit'], value: number, samples: number[], goal?: string): Figure {
  const digits = unit === 'ratio' ? 2 : 0
  return { name, value: Number(value.toFixed(digits)), unit, ...(goal && { goal }), samples }
}
