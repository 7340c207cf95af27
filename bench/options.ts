import { parseArgs } from 'node:util'
import type { Figure } from './figure.js'

/** What a benchmark is asked for. */
export interface Options {
  /** How many samples each figure has that is a median. */
  rounds: number
  /** The cases to measure, of those benchmarks that have cases: `build`, `test:backend-edit`. None means all. */
  cases: string[]
  /** Whether the caches of the engine and of Docker may be emptied. */
  cold: boolean
}

/** What a benchmark gives. */
export interface Result {
  figures: Figure[]
  /** What it could not measure here, each with its reason, a sentence each. */
  leftOut: string[]
  /** The heading of the plot that its ratios make. None: there is no plot. */
  plot?: string
}

/**
 * The command line: `[BENCHMARK…] [--rounds=5] [--cases=CASE,…] [--cold]`.
 * @param known the benchmarks that there are
 * @throws with what is wrong and what would be right
 */
export function readOptions(args: string[], known: string[]): Options & { names: string[] } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      cases: { type: 'string', default: '' },
      cold: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`unknown benchmark: ${unknown.join(', ')}; there are ${known.join(', ')}`)
  if (!/^[1-9]\d*$/.test(values.rounds)) throw new Error(`--rounds=${values.rounds} is no count: use 1, 5, …`)
  return {
    names: positionals.length > 0 ? positionals : known,
    rounds: Number(values.rounds),
    cases: values.cases.split(',').filter(Boolean),
    cold: values.cold,
  }
}
