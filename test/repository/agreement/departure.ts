import { isDeepStrictEqual } from 'node:util'

/** A place where a file is not as the contract, or another file, says. */
export interface Departure {
  /** What it is about, for example `todo-backend: user`. */
  row: string
  found: unknown
  expected: unknown
}

/** One departure if the two differ, none otherwise. */
export function compare(row: string, found: unknown, expected: unknown): Departure[] {
  return isDeepStrictEqual(found, expected) ? [] : [{ row, found, expected }]
}

/** The same for what can be right in more ways than one: `expected` says them in words. */
export function demand(row: string, isRight: boolean, found: unknown, expected: string): Departure[] {
  return isRight ? [] : [{ row, found, expected }]
}

export const rowsOf = (departures: Departure[]): string[] => departures.map(({ row }) => row)
