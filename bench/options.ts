import { parseArgs } from 'node:util'
import type { Figure } from './figure.js'

/** The options of a benchmark. */
export interface Options {
  /** The number of samples for each median. */
  rounds: number
  /** The cases to measure, such as `build` or `test:backend-edit`, if the benchmark has cases. Empty: all. */
  cases: string[]
  /** Whether it may empty the caches of the engine and of Docker. */
  cold: boolean
}

/** The result of a benchmark. */
export interface Result {
  figures: Figure[]
  /** The cases that could not be measured here, each with the reason. */
  skipped: string[]
  /** The heading of the plot of its ratios. Default: no plot. */
  plot?: string
}

/**
 * Parses the command line: `[BENCHMARK…] [--rounds=5] [--cases=CASE,…] [--cold]`.
 * @param benchmarks the names of all benchmarks
 * @throws if an argument is invalid
 */
export function readOptions(args: string[], benchmarks: string[]): Options & { names: string[] } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      cases: { type: 'string', default: '' },
      cold: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.filter((name) => !benchmarks.includes(name))
  if (unknown.length > 0)
    throw new Error(`unknown benchmark: ${unknown.join(', ')}; there are ${benchmarks.join(', ')}`)
  if (!/^[1-9]\d*$/.test(values.rounds))
    throw new Error(`--rounds=${values.rounds} is not a positive integer: use 1, 5, …`)
  return {
    names: positionals.length > 0 ? positionals : benchmarks,
    rounds: Number(values.rounds),
    cases: values.cases.split(',').filter(Boolean),
    cold: values.cold,
  }
}
