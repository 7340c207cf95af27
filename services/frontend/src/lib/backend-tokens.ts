import { z } from 'zod'

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/** A token is renewed this long before it expires, or halfway through its lifetime if that is later. */
const RENEWAL_MARGIN_MS = 30_000
const MAX_SESSIONS = 10_000

interface Entry {
  token: Promise<string | undefined>
  renewAt: number
}

/** Caches the backend's access tokens by session token, in the memory of this process. */
export class BackendTokens {
  readonly #entries = new Map<string, Entry>()
  readonly #requestToken: (session: string) => Promise<Response>
  readonly #now: () => number

  constructor(requestToken: (session: string) => Promise<Response>, now = Date.now) {
    this.#requestToken = requestToken
    this.#now = now
  }

  /** Returns `undefined` if the backend rejects the session. @throws if the backend doesn't send a valid response */
  get(session: string): Promise<string | undefined> {
    const entry = this.#entries.get(session)
    if (entry && this.#now() < entry.renewAt) return entry.token
    return this.#renew(session)
  }

  /** Removes a token that the backend rejected, unless another request has already replaced it. */
  async forget(session: string, refused: string): Promise<void> {
    const entry = this.#entries.get(session)
    if (entry && (await entry.token.catch(() => undefined)) === refused) this.#drop(session, entry)
  }

  #renew(session: string): Promise<string | undefined> {
    const entry: Entry = { token: Promise.resolve(undefined), renewAt: Number.POSITIVE_INFINITY }
    entry.token = this.#exchange(session, entry)
    this.#entries.delete(session)
    this.#entries.set(session, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_SESSIONS && oldest !== undefined) this.#entries.delete(oldest)
    return entry.token
  }

  async #exchange(session: string, entry: Entry): Promise<string | undefined> {
    try {
      const response = await this.#requestToken(session)
      if (response.status !== 401 && !response.ok)
        throw new Error(`the token exchange failed with status ${response.status}`)
      const body: unknown = await response.json()
      if (response.status === 401) return this.#drop(session, entry)
      const { access_token, expires_in } = tokenSchema.parse(body)
      const lifetimeMs = expires_in * 1000
      entry.renewAt = this.#now() + Math.max(lifetimeMs - RENEWAL_MARGIN_MS, lifetimeMs / 2)
      return access_token
    } catch (error) {
      this.#drop(session, entry)
      throw error
    }
  }

  #drop(session: string, entry: Entry): undefined {
    if (this.#entries.get(session) === entry) this.#entries.delete(session)
  }
}
