import { STATUS_CODES } from 'node:http'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseUnavailable } from '../database/connection-errors.ts'
import { defaultDetail, type Problem, problemMediaType, type Violation } from './problems.ts'

export const UnauthorizedError = createError('TODO_UNAUTHORIZED', 'A valid bearer token is required', 401)
export const TooManyRequestsError = createError('TODO_TOO_MANY_REQUESTS', 'Too many attempts, try again later', 429)
export const TodoNotFoundError = createError('TODO_NOT_FOUND', 'There is no such todo', 404)
export const StaleTodoError = createError('TODO_STALE', 'This todo was changed since: read it again', 412)
export const KeyReusedError = createError('TODO_KEY_REUSED', 'Another request had this Idempotency-Key', 422)
export const MalformedCursorError = createError(
  'TODO_MALFORMED_CURSOR',
  'This cursor was not made by this service',
  400,
)

/** Answers every error of the service, and what Fastify refuses before routing. */
export function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error)
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', 5)
  return sendProblem(reply, {
    ...newProblem(request, status),
    // A 5xx error's own text may name tables, hosts or files: it is for the log alone.
    ...(status < 500 && { detail: error.message }),
    ...(error.validation && { detail: 'The request does not match its schema', errors: violations(error) }),
  })
}

/** Answers a request for which there is no route. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, newProblem(request, 404))
}

function newProblem({ url }: FastifyRequest, status: number): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  const detail = defaultDetail(status)
  return { type: 'about:blank', title, status, detail, instance: url }
}

function sendProblem(reply: FastifyReply, body: Problem): FastifyReply {
  return reply.code(body.status).type(problemMediaType).send(body)
}

function statusOf(error: FastifyError): number {
  if (isDatabaseUnavailable(error)) return 503
  const { statusCode = 500 } = error
  return statusCode >= 400 && statusCode < 600 ? statusCode : 500
}

function violations({ validation = [], validationContext = 'body' }: FastifyError): Violation[] {
  return validation.map(({ instancePath, params, message = 'is wrong' }) => {
    const { missingProperty, additionalProperty } = params
    const property = missingProperty ?? additionalProperty
    const pointer = property === undefined ? instancePath : `${instancePath}/${property}`
    return { in: validationContext, pointer, detail: message }
  })
}
