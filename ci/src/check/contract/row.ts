/** A requirement of the contract, and whether an image meets it. */
export interface Row {
  name: string
  want: string
  got: string
  passed: boolean
  /** Details about a failure. */
  detail?: string
}

/** A row that passes if both texts are the same. */
export const equalRow = (name: string, want: string, got: string): Row => ({ name, want, got, passed: want === got })

/** A row that passes if nothing was found. */
export function emptyRow(name: string, found: string[]): Row {
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : ''
  return { name, want: 'none', got: found.slice(0, SHOWN).join(', ') + more || 'none', passed: found.length === 0 }
}

const SHOWN = 5
