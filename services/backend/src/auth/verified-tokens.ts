export interface Verified {
  /** The user it was signed for. */
  sub: string
  /** When it ends, in seconds since 1970. */
  exp: number
}

/** Some 2 MB. */
const most = 5_000

/**
 * Tokens whose signatures were found good, each until its end: to verify one costs more than all else that a request does
 * outside of the database. It forgets what was added first when there are too many. Tokens can't be revoked, so nothing
 * else can make a known one bad.
 */
export class VerifiedTokens {
  readonly #known = new Map<string, Verified>()

  add(token: string, verified: Verified): void {
    const [first] = this.#known.keys()
    if (this.#known.size >= most && first !== undefined) this.#known.delete(first)
    this.#known.set(token, verified)
  }

  /** Whom a token was signed for, if it is known and lives. */
  userOf(token: string): string | undefined {
    const verified = this.#known.get(token)
    if (verified === undefined || verified.exp > Math.floor(Date.now() / 1000)) return verified?.sub
    this.#known.delete(token)
    return undefined
  }
}
