/** One line of the contract, and whether it holds. */
export interface Row {
  name: string
  want: string
  got: string
  holds: boolean
  /** More to read where it does not hold. */
  detail?: string
}

/** A row that holds where both texts are the same. */
export const same = (name: string, want: string, got: string): Row => ({ name, want, got, holds: want === got })

/** A row that holds where nothing was found. */
export function none(name: string, found: string[]): Row {
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : ''
  return { name, want: 'none', got: found.slice(0, SHOWN).join(', ') + more || 'none', holds: found.length === 0 }
}

const SHOWN = 5
