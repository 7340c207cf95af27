import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

export interface Answer {
  /** 0 if there was no response. */
  status: number
  body: string
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Creates a token like the backend's, valid for an hour. */
function tokenFor(user: string, secret: string): string {
  const claims = `${base64({ alg: 'HS256' })}.${base64({ sub: user, exp: Math.floor(Date.now() / 1000) + 3600 })}`
  return `${claims}.${createHmac('sha256', secret).update(claims).digest('base64url')}`
}

/** A user with a separate keep-alive connection to the backend, like a browser. */
export class User {
  readonly #url: string
  readonly #authorization: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(name: string, url: string, secret: string) {
    this.#url = url
    this.#authorization = `Bearer ${tokenFor(name, secret)}`
  }

  request(method: string, path: string, payload?: object): Promise<Answer> {
    const body = payload && JSON.stringify(payload)
    const headers = { authorization: this.#authorization, ...(body && { 'content-type': 'application/json' }) }
    return new Promise((resolve) => {
      const resolveEmpty = () => resolve({ status: 0, body: '' })
      const asking = request(this.#url + path, { method, headers, agent: this.#agent, timeout: 15_000 }, (reply) => {
        const chunks: Buffer[] = []
        const end = () => resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() })
        reply
          .on('data', (chunk) => chunks.push(chunk))
          .on('end', end)
          .on('error', resolveEmpty)
      })
      asking.on('error', resolveEmpty).on('timeout', () => asking.destroy())
      asking.end(body)
    })
  }

  /** Reads the titles of all todos, page by page. */
  async titles(): Promise<string[]> {
    const titles: string[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await this.request('GET', `/api/todos?limit=100${cursor}`)
      if (status !== 200) throw new Error(`the list answered ${status}: ${body}`)
      const { items, next_cursor } = JSON.parse(body) as { items: { title: string }[]; next_cursor: string | null }
      titles.push(...items.map(({ title }) => title))
      if (next_cursor === null) return titles
      cursor = `&cursor=${next_cursor}`
    }
  }

  disconnect(): void {
    this.#agent.destroy()
  }
}
