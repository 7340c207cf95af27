import { table } from '../../lib/text-table.js'
import type { Row } from './row.js'

/** The result of the contract check of an image. */
export interface ContractResult {
  image: string
  /** The program that ran it, with its version. */
  runtime: string
  rows: Row[]
}

/**
 * Summarises the results, one line per image.
 * @throws with a table of all failed rows and their details
 */
export function contractReport(results: ContractResult[]): string {
  const failed = results.filter(({ rows }) => rows.some(({ passed }) => !passed))
  if (failed.length > 0) throw new Error(`The contract is broken.\n\n${failed.map(failureReport).join('\n')}`)
  return table(results.map(({ image, runtime, rows }) => [image, `${rows.length} rows passed`, `run by ${runtime}`]))
}

function failureReport({ image, rows }: ContractResult): string {
  const failed = rows.filter(({ passed }) => !passed)
  const cells = failed.map(({ name, want, got }) => [name, want, got].map(shortened))
  const details = failed.flatMap(({ name, detail }) => (detail ? [`${name}:\n${detail.trimEnd()}\n`] : []))
  return [
    `${image}: ${failed.length} of ${rows.length} rows failed`,
    table([['row', 'contract', 'image'], ...cells]),
    ...new Set(details),
  ].join('\n')
}

const shortened = (cell: string) => (cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL - 1)}…` : cell)

const MAX_CELL = 120
