import { setTimeout as sleep } from 'node:timers/promises'
import { User } from './user.js'

export interface Load {
  /** The number of responses by status; 0 means no response. */
  statuses: Map<number, number>
  /** Stops and waits for the responses to all open requests. */
  end(): Promise<void>
  /** Returns titles that were acknowledged but not stored, and titles that were stored but not acknowledged. */
  compare(): Promise<{ lost: string[]; unanswered: string[] }>
}

/** Starts fifty users who each add todos continuously, one after the other. */
export function startLoad(url: string, secret: string): Load {
  let isRunning = true
  const statuses = new Map<number, number>()
  const users = Array.from({ length: 50 }, (_, index) => new Writer(new User(`user-${index}`, url, secret), statuses))
  const writing = users.map((user) => user.write(() => isRunning))
  return {
    statuses,
    end: async () => {
      isRunning = false
      await Promise.all(writing)
    },
    compare: async () => {
      const compared = await Promise.all(users.map((user) => user.compare()))
      return {
        lost: compared.flatMap(({ lost }) => lost),
        unanswered: compared.flatMap(({ unanswered }) => unanswered),
      }
    },
  }
}

/** Stays below the backend's limit of 300 requests per minute and user. */
const PAUSE_MS = 250

class Writer {
  readonly #user: User
  readonly #statuses: Map<number, number>
  readonly #acknowledged = new Set<string>()

  constructor(user: User, statuses: Map<number, number>) {
    this.#user = user
    this.#statuses = statuses
  }

  async write(going: () => boolean): Promise<void> {
    for (let count = 0; going(); count++) {
      const title = `Todo ${count}`
      const { status } = await this.#user.request('POST', '/api/todos', { title })
      if (status === 201) this.#acknowledged.add(title)
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
      await sleep(PAUSE_MS)
    }
  }

  async compare() {
    const storedTitles = new Set(await this.#user.titles())
    this.#user.disconnect()
    const lost = [...this.#acknowledged].filter((title) => !storedTitles.has(title))
    return { lost, unanswered: [...storedTitles].filter((title) => !this.#acknowledged.has(title)) }
  }
}
