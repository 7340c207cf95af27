import { BackendTokens } from './backend-token.ts'
import { limitedBody } from './limited-body.ts'
import { problems } from './problem.ts'
import type { SessionCheck } from './session.ts'

const BODY_LIMIT = 64 * 1024
const ANSWER_LIMIT_MS = 10_000
/** The parts of the backend's API that pages use. */
const ROUTES = ['todos', 'chat']
const SAFE_METHODS = ['GET', 'HEAD']
/** Never the cookies: the backend knows a visitor by its own token alone. */
const PASSED_ON = ['accept', 'content-type', 'idempotency-key', 'if-match']
const PASSED_BACK = ['content-type', 'etag', 'location', 'retry-after']

export interface GatewayOptions {
  apiUrl: string
  checkSession(headers: Headers): Promise<SessionCheck>
  ownOrigins(headers: Headers): string[]
  limitMs?: number
}

function pick(headers: Headers, names: string[]): Headers {
  return new Headers(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])))
}

/** `.` and `..` would leave the part of the API that is passed on. */
function isKnown(path: string[]): boolean {
  return ROUTES.includes(path[0] ?? '') && !path.some((part) => /^\.{1,2}$/.test(part))
}

export class Gateway {
  readonly #api: string
  readonly #options: GatewayOptions
  readonly #tokens: BackendTokens

  constructor(options: GatewayOptions) {
    this.#api = `${options.apiUrl.replace(/\/+$/, '')}/api`
    this.#options = options
    this.#tokens = new BackendTokens((session) => this.#fetch('/token', { method: 'POST', headers: bearer(session) }))
  }

  /** Answers a request of a page with what the backend answers to it. */
  async answer(request: Request, path: string[]): Promise<Response> {
    if (!isKnown(path)) return problems.notFound()
    const { headers, method } = request
    const isOwn = this.#options.ownOrigins(headers).includes(headers.get('origin') ?? '')
    if (!SAFE_METHODS.includes(method) && !isOwn) return problems.foreign()
    const checked = await this.#options.checkSession(headers).catch(noteProblem)
    if (!checked) return problems.accountsAway()
    if (!checked.session) return problems.signedOut(checked.cookies)
    const body = await limitedBody(request, BODY_LIMIT)
    if (!body) return problems.tooLarge()
    const target = `/${path.map(encodeURIComponent).join('/')}${new URL(request.url).search}`
    const init = { method, headers: pick(headers, PASSED_ON), ...(body.length > 0 && { body }) }
    const answer = await this.#asUser(checked.session.token, target, init).catch(noteProblem)
    return answer ? passBack(answer, checked.cookies) : problems.backendAway()
  }

  /**
   * A token may end early, for example when the backend's secret changes: so a refused one is renewed, once. What the backend
   * refuses then is no 401 for the page: its session is live, and signing in again would lead back here.
   */
  async #asUser(session: string, target: string, init: RequestInit & { headers: Headers }): Promise<Response> {
    for (let tries = 0; tries < 2; tries++) {
      const token = await this.#tokens.get(session)
      if (!token) break
      init.headers.set('authorization', `Bearer ${token}`)
      const answer = await this.#fetch(target, init)
      if (answer.status !== 401) return answer
      await answer.body?.cancel()
      await this.#tokens.forget(session, token)
    }
    return problems.backendRefuses()
  }

  #fetch(target: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.limitMs ?? ANSWER_LIMIT_MS)
    return fetch(this.#api + target, { ...init, signal, cache: 'no-store', redirect: 'manual' })
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

function noteProblem(error: unknown): undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  process.stderr.write(`gateway: ${error instanceof Error ? error.message : error}${cause}\n`)
}

function passBack(answer: Response, cookies: string[]): Response {
  const headers = pick(answer.headers, PASSED_BACK)
  headers.set('cache-control', 'no-store')
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(answer.body, { status: answer.status, headers })
}
