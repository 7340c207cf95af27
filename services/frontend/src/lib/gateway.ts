import { BackendTokens } from './backend-tokens.ts'
import { problems } from './problems.ts'
import { readBody } from './read-body.ts'
import type { SessionCheck } from './session.ts'

const MAX_BODY_BYTES = 64 * 1024
const TIMEOUT_MS = 10_000
/** The parts of the backend's API that pages use. */
const ALLOWED_ROUTES = ['todos', 'chat']
const SAFE_METHODS = ['GET', 'HEAD']
/** Without the cookies: the backend authenticates visitors only by its own token. */
const REQUEST_HEADERS = ['accept', 'content-type', 'idempotency-key', 'if-match']
const RESPONSE_HEADERS = ['content-type', 'etag', 'location', 'retry-after']

export interface GatewayOptions {
  apiUrl: string
  checkSession(headers: Headers): Promise<SessionCheck>
  ownOrigins(headers: Headers): string[]
  timeoutMs?: number
}

function pickHeaders(headers: Headers, names: string[]): Headers {
  return new Headers(
    names.flatMap((name): [string, string][] => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  )
}

/** Rejects `.` and `..`, which would lead out of the allowed routes. */
function isAllowedPath(path: string[]): boolean {
  return ALLOWED_ROUTES.includes(path[0] ?? '') && !path.some((part) => /^\.{1,2}$/.test(part))
}

export class Gateway {
  readonly #api: string
  readonly #options: GatewayOptions
  readonly #tokens: BackendTokens

  constructor(options: GatewayOptions) {
    this.#api = `${options.apiUrl.replace(/\/+$/, '')}/api`
    this.#options = options
    this.#tokens = new BackendTokens((session) =>
      this.#fetch('/token', { method: 'POST', headers: bearerHeader(session) }),
    )
  }

  /** Forwards a page's request to the backend and returns the response. */
  async handle(request: Request, path: string[]): Promise<Response> {
    if (!isAllowedPath(path)) return problems.notFound()
    const { headers, method } = request
    const isOwnOrigin = this.#options.ownOrigins(headers).includes(headers.get('origin') ?? '')
    if (!SAFE_METHODS.includes(method) && !isOwnOrigin) return problems.crossOrigin()
    const sessionCheck = await this.#options.checkSession(headers).catch(logError)
    if (!sessionCheck) return problems.accountsUnavailable()
    if (!sessionCheck.session) return problems.noSession(sessionCheck.cookies)
    const body = await readBody(request, MAX_BODY_BYTES)
    if (!body) return problems.tooLarge()
    const target = `/${path.map(encodeURIComponent).join('/')}${new URL(request.url).search}`
    const init = { method, headers: pickHeaders(headers, REQUEST_HEADERS), ...(body.length > 0 && { body }) }
    const response = await this.#fetchAsUser(sessionCheck.session.token, target, init).catch(logError)
    return response ? toPageResponse(response, sessionCheck.cookies) : problems.backendUnavailable()
  }

  /**
   * Renews a rejected token once, because tokens can become invalid early, for example when the backend's secret changes. If
   * the backend rejects the new one too, the page gets no 401: its session is valid, and signing in again wouldn't help.
   */
  async #fetchAsUser(session: string, target: string, init: RequestInit & { headers: Headers }): Promise<Response> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const token = await this.#tokens.get(session)
      if (!token) break
      init.headers.set('authorization', `Bearer ${token}`)
      const response = await this.#fetch(target, init)
      if (response.status !== 401) return response
      await response.body?.cancel()
      await this.#tokens.forget(session, token)
    }
    return problems.tokenRejected()
  }

  #fetch(target: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS)
    return fetch(this.#api + target, { ...init, signal, cache: 'no-store', redirect: 'manual' })
  }
}

const bearerHeader = (token: string) => ({ authorization: `Bearer ${token}` })

function logError(error: unknown): undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  process.stderr.write(`gateway: ${error instanceof Error ? error.message : error}${cause}\n`)
}

function toPageResponse(response: Response, cookies: string[]): Response {
  const headers = pickHeaders(response.headers, RESPONSE_HEADERS)
  headers.set('cache-control', 'no-store')
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(response.body, { status: response.status, headers })
}
