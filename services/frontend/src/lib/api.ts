const TIMEOUT_MS = 15_000

/** An answer that is no success; status 0 is no answer at all. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const messagesByStatus: Record<number, string> = {
  0: 'The service does not answer. Check your connection.',
  401: 'Your session has ended.',
  404: 'It is not there any more.',
  412: 'It was changed somewhere else in the meantime.',
  429: 'That was a lot at once. Wait a moment.',
  500: 'The todo service made a mistake.',
}

function readDetail(body: unknown): string | undefined {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined
  return typeof detail === 'string' ? detail : undefined
}

async function toApiError(response: Response): Promise<ApiError> {
  const detail = readDetail(await response.json().catch(() => undefined))
  return new ApiError(
    response.status,
    messagesByStatus[response.status] ?? detail ?? 'The service did not accept this.',
  )
}

export type Api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>

/** Asks the backend by way of this page's own server. `signedOut` hears when there is no session any more. */
export function createApi(onSignedOut: () => void, fetcher: typeof fetch = (...args) => fetch(...args)): Api {
  return async (method, path, body, headers = {}) => {
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) }
    if (body !== undefined) {
      init.body = JSON.stringify(body)
      init.headers = { ...headers, 'content-type': 'application/json' }
    }
    // A deletion is what a page that is being closed still has to send.
    init.keepalive = method === 'DELETE'
    const response = await fetcher(`/api/backend/${path}`, init).catch(() => undefined)
    if (!response) throw new ApiError(0, messagesByStatus[0] ?? '')
    if (response.status === 401) onSignedOut()
    if (!response.ok) throw await toApiError(response)
    return response.status === 204 ? undefined : await response.json()
  }
}

/** Why something failed, in a sentence for the page. */
export function describeError(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : 'The service answered with something that this page does not understand.'
}

/** A UUID; `crypto.randomUUID` is missing on pages that come by plain http from another host than localhost. */
export function createUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
