import { STATUS_CODES } from 'node:http'
import { type Static, Type } from 'typebox'

const violationSchema = Type.Object({
  in: Type.String({ description: 'body, querystring, params or headers' }),
  pointer: Type.String({ description: 'JSON Pointer to the invalid value' }),
  detail: Type.String(),
})

/** Problem details, the body of every 4xx and 5xx response: https://www.rfc-editor.org/rfc/rfc9457 */
const problemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    errors: Type.Optional(Type.Array(violationSchema)),
  },
  { title: 'Problem' },
)

export type Violation = Static<typeof violationSchema>
export type Problem = Static<typeof problemSchema>

export const problemMediaType = 'application/problem+json'

/** Declares the error responses of a route. */
export function problemResponses<const Status extends number>(...statuses: Status[]) {
  const responses = statuses.map((status) => [status, problemResponse(status)])
  return Object.fromEntries(responses) as Record<
    Status,
    { content: { [problemMediaType]: { schema: typeof problemSchema } } }
  >
}

function problemResponse(status: number) {
  const title = STATUS_CODES[status] ?? 'Error'
  const detail = (details as Record<number, string>)[status] ?? defaultDetail(status)
  const example = { type: 'about:blank', title, status, detail, instance: '/api/todos' }
  const headers =
    status === 429 || status === 503
      ? { 'retry-after': { type: 'string', description: 'How many seconds to wait' } }
      : undefined
  const schema = { ...problemSchema, examples: [example] }
  return { description: title, ...(headers && { headers }), content: { [problemMediaType]: { schema } } }
}

/** The detail by status: what the errors of this service say, and for other statuses an example of Fastify's messages. */
export const details = {
  400: 'The request does not match its schema',
  401: 'A valid bearer token is required',
  404: 'Todo not found',
  412: 'The todo has changed since you last read it',
  413: 'Request body is too large',
  415: 'Unsupported Media Type',
  422: 'This Idempotency-Key was already used for a different request',
  429: 'Rate limit exceeded, retry in 1 minute',
}

const defaultDetails: Record<number, string> = {
  404: 'There is nothing at this address',
  503: 'The service is overloaded or shutting down, or its database is unavailable. Try again later.',
}

/** The detail of an error that has no message for clients. */
export function defaultDetail(status: number): string {
  return defaultDetails[status] ?? 'An unexpected error occurred'
}
