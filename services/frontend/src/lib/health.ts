export const BACKEND_TIMEOUT_MS = 5000

/** Returns `undefined` if the backend is healthy, otherwise the reason. */
export async function checkBackend(apiUrl: string, timeoutMs = BACKEND_TIMEOUT_MS): Promise<string | undefined> {
  try {
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/health`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    })
    // An unread body would keep its connection open until it is garbage-collected.
    await response.body?.cancel()
    return response.ok ? undefined : 'backend_unavailable'
  } catch (error) {
    return describeFailure(error, timeoutMs)
  }
}

/** Node's message is only `fetch failed`; the cause distinguishes a refused connection from an unknown host. */
function describeFailure(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'fetch failed'
  if (error.name === 'TimeoutError') return `no response within ${timeoutMs} ms`
  const { cause } = error
  const detail = cause instanceof Error ? ('code' in cause ? cause.code : cause.message) : undefined
  const message = detail ? `${error.message}: ${detail}` : error.message
  return message.replace(/\/\/[^/\s]*@/g, '//')
}

export function live(): Response {
  return jsonResponse({ status: 'alive' })
}

export async function ready(apiUrl: string, timeoutMs = BACKEND_TIMEOUT_MS): Promise<Response> {
  const reason = await checkBackend(apiUrl, timeoutMs)
  return reason === undefined ? jsonResponse({ status: 'ready' }) : jsonResponse({ status: 'not_ready', reason }, 503)
}

export function health(version: string): Response {
  return jsonResponse({ status: 'healthy', version, service: 'todo-frontend' })
}

function jsonResponse(body: Record<string, string>, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
