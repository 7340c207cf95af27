import { STATUS_CODES } from 'node:http'
import { type Static, Type } from 'typebox'

const violationSchema = Type.Object({
  in: Type.String({ description: 'body, querystring, params or headers' }),
  pointer: Type.String({ description: 'JSON Pointer to the value at fault' }),
  detail: Type.String(),
})

/** RFC 9457 problem details: the body of every answer from 400 on. */
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

/** Declares the errors a route can answer with. */
export function problemResponses<const Status extends number>(...statuses: Status[]) {
  const responses = statuses.map((status) => [status, problemResponse(status)])
  return Object.fromEntries(responses) as Record<
    Status,
    { content: { [problemMediaType]: { schema: typeof problemSchema } } }
  >
}

function problemResponse(status: number) {
  const title = STATUS_CODES[status] ?? 'Error'
  const detail = exampleDetails[status] ?? defaultDetail(status)
  const example = { type: 'about:blank', title, status, detail, instance: '/api/todos' }
  const headers =
    status === 429 || status === 503 ? { 'retry-after': { type: 'string', description: 'Seconds to wait' } } : undefined
  const schema = { ...problemSchema, examples: [example] }
  return { description: title, ...(headers && { headers }), content: { [problemMediaType]: { schema } } }
}

const exampleDetails: Record<number, string> = {
  400: 'The request does not match its schema',
  401: 'A valid bearer token is required',
  404: 'There is no such todo',
  412: 'This todo was changed since: read it again',
  413: 'Request body is too large',
  415: 'Unsupported Media Type',
  422: 'Another request had this Idempotency-Key',
  429: 'Rate limit exceeded, retry in 1 minute',
}

const defaultDetails: Record<number, string> = {
  404: 'There is nothing at this address',
  503: 'The service is overloaded, shutting down or without its database: try again later',
}

/** What a status says where there is nothing more to say. */
export function defaultDetail(status: number): string {
  return defaultDetails[status] ?? 'The service failed to answer this request'
}
