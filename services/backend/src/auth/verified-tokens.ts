export interface VerifiedToken {
  /** The id of the user for whom it was signed. */
  sub: string
  /** When it expires, in seconds since 1970. */
  exp: number
}

/** About 2 MB of memory. */
const MAX_TOKENS = 5_000

/**
 * Remembers tokens with a valid signature until they expire, because verifying a signature costs more than everything else
 * that a request does outside the database. When full, it forgets the oldest. Since tokens can't be revoked, a token that
 * was valid stays valid until it expires.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>()

  add(token: string, verified: VerifiedToken): void {
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size >= MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest)
    this.#tokens.set(token, verified)
  }

  /** Returns the user of a token that was verified before and hasn't expired. */
  userOf(token: string): string | undefined {
    const verified = this.#tokens.get(token)
    if (verified === undefined || verified.exp > Math.floor(Date.now() / 1000)) return verified?.sub
    this.#tokens.delete(token)
    return undefined
  }
}
