import { setTimeout as sleep } from 'node:timers/promises'
import { User } from './user.js'

export interface Load {
  /** How often each status was answered; 0 is no answer. */
  statuses: Map<number, number>
  /** Ends it, once each request that is under way has its answer. */
  end(): Promise<void>
  /** Titles that were acknowledged and are not there, and those that are there though nobody was told. */
  compare(): Promise<{ lost: string[]; unanswered: string[] }>
}

/** Fifty users who each add todos without end, one after the other. */
export function startLoad(url: string, secret: string): Load {
  let going = true
  const statuses = new Map<number, number>()
  const users = Array.from({ length: 50 }, (_, index) => new Writer(new User(`user-${index}`, url, secret), statuses))
  const writing = users.map((user) => user.write(() => going))
  return {
    statuses,
    end: async () => {
      going = false
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

/** Below the backend's limit of 300 a minute and user. */
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
      const { status } = await this.#user.ask('POST', '/api/todos', { title })
      if (status === 201) this.#acknowledged.add(title)
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
      await sleep(PAUSE_MS)
    }
  }

  async compare() {
    const kept = new Set(await this.#user.titles())
    this.#user.leave()
    const lost = [...this.#acknowledged].filter((title) => !kept.has(title))
    return { lost, unanswered: [...kept].filter((title) => !this.#acknowledged.has(title)) }
  }
}
