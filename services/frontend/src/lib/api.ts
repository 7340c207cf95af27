const TIMEOUT_MS = 15_000

/** An unsuccessful response. Status 0 means that there was no response. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const messagesByStatus: Record<number, string> = {
  0: 'The service is not responding. Check your connection.',
  401: 'Your session has expired.',
  404: 'It no longer exists.',
  412: 'It has been changed elsewhere.',
  429: 'Too many requests. Try again shortly.',
  500: 'Something went wrong in the todo service.',
}

function readDetail(body: unknown): string | undefined {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined
  return typeof detail === 'string' ? detail : undefined
}

async function toApiError(response: Response): Promise<ApiError> {
  const detail = readDetail(await response.json().catch(() => undefined))
  return new ApiError(
    response.status,
    messagesByStatus[response.status] ?? detail ?? 'The service rejected the request.',
  )
}

export type Api = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>

/** Creates a client for the backend's API, through this page's own server. It calls `onSignedOut` if the session has expired. */
export function createApi(onSignedOut: () => void, fetcher: typeof fetch = (...args) => fetch(...args)): Api {
  return async (method, path, body, headers = {}) => {
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) }
    if (body !== undefined) {
      init.body = JSON.stringify(body)
      init.headers = { ...headers, 'content-type': 'application/json' }
    }
    // A page that is being closed still sends its pending deletions.
    init.keepalive = method === 'DELETE'
    const response = await fetcher(`/api/backend/${path}`, init).catch(() => undefined)
    if (!response) throw new ApiError(0, messagesByStatus[0] ?? '')
    if (response.status === 401) onSignedOut()
    if (!response.ok) throw await toApiError(response)
    return response.status === 204 ? undefined : await response.json()
  }
}

/** Explains an error in a sentence for the user. */
export function describeError(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The service sent an unexpected response.'
}

/** Creates a UUID. `crypto.randomUUID` is missing on pages loaded over plain HTTP from hosts other than localhost. */
export function createUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}
