export interface VerifiedToken {
  /** The user it was signed for. */
  sub: string
  /** When it ends, in seconds since 1970. */
  exp: number
}

/** Some 2 MB. */
const MAX_TOKENS = 5_000

/**
 * Tokens whose signatures were found good, each until its end: to verify one costs more than all else that a request does
 * outside of the database. It forgets what was added first when there are too many. Tokens can't be revoked, so nothing
 * else can make a known one bad.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>()

  add(token: string, verified: VerifiedToken): void {
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size >= MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest)
    this.#tokens.set(token, verified)
  }

  /** Whom a token was signed for, if it is known and lives. */
  userOf(token: string): string | undefined {
    const verified = this.#tokens.get(token)
    if (verified === undefined || verified.exp > Math.floor(Date.now() / 1000)) return verified?.sub
    this.#tokens.delete(token)
    return undefined
  }
}
