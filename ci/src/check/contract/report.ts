import { table } from '../../lib/text-table.js'
import type { Row } from './row.js'

/** What became of the contract with one image. */
export interface ContractResult {
  image: string
  /** The program that ran it, with its version. */
  runtime: string
  rows: Row[]
}

/**
 * A line an image.
 * @throws with a table of every row that does not hold, and what there is to read about it
 */
export function report(all: ContractResult[]): string {
  const broken = all.filter(({ rows }) => rows.some(({ holds }) => !holds))
  if (broken.length > 0) throw new Error(`The contract is broken.\n\n${broken.map(brokenRows).join('\n')}`)
  return table(all.map(({ image, runtime, rows }) => [image, `${rows.length} rows hold`, `run by ${runtime}`]))
}

function brokenRows({ image, rows }: ContractResult): string {
  const broken = rows.filter(({ holds }) => !holds)
  const cells = broken.map(({ name, want, got }) => [name, want, got].map(shortened))
  const details = broken.flatMap(({ name, detail }) => (detail ? [`${name}:\n${detail.trimEnd()}\n`] : []))
  return [
    `${image}: ${broken.length} of ${rows.length} rows`,
    table([['row', 'contract', 'image'], ...cells]),
    ...new Set(details),
  ].join('\n')
}

const shortened = (cell: string) => (cell.length > LONGEST ? `${cell.slice(0, LONGEST - 1)}…` : cell)

const LONGEST = 120
