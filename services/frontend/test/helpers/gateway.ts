import type { IncomingMessage, ServerResponse } from 'node:http'
import { Gateway, type GatewayOptions } from '../../src/lib/gateway.ts'
import { startBackend } from './backend.ts'

export const ORIGIN = 'https://todo.example'
export const user = { name: 'Ann', email: 'ann@example.com' }

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** A backend that issues token-1, token-2, … for sessions; `handler` answers all other requests. */
export async function newBackend(handler: Handler, expires_in = 3600) {
  const exchanges: unknown[] = []
  const server = await startBackend((request, response) => {
    if (request.url !== '/api/token') {
      handler(request, response)
      return
    }
    exchanges.push(request.headers.authorization)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ access_token: `token-${exchanges.length}`, token_type: 'Bearer', expires_in }))
  })
  return Object.assign(server, { exchanges })
}

export const newGateway = (apiUrl: string, options: Partial<GatewayOptions> = {}) =>
  new Gateway({
    apiUrl,
    ownOrigins: () => [ORIGIN],
    checkSession: async () => ({ session: { token: 'session-of-ann', user }, cookies: [] }),
    ...options,
  })

export const createRequest = (path: string, init: RequestInit = {}) =>
  new Request(`${ORIGIN}/api/backend/${path}`, { ...init, headers: { origin: ORIGIN, ...init.headers } })

export const getResponse = (gateway: Gateway, path = 'todos') =>
  gateway.handle(createRequest(path), path.replace(/\?.*/, '').split('/'))
