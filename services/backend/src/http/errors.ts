import { STATUS_CODES } from 'node:http'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseUnavailable } from '../database/connection-errors.ts'
import { defaultDetail, details, type Problem, problemMediaType, type Violation } from './problems.ts'

export const UnauthorizedError = createError('TODO_UNAUTHORIZED', details[401], 401)
export const TooManyRequestsError = createError(
  'TODO_TOO_MANY_REQUESTS',
  'Too many failed attempts. Try again later.',
  429,
)
export const TodoNotFoundError = createError('TODO_NOT_FOUND', details[404], 404)
export const StaleTodoError = createError('TODO_STALE', details[412], 412)
export const KeyReusedError = createError('TODO_KEY_REUSED', details[422], 422)
export const MalformedCursorError = createError(
  'TODO_MALFORMED_CURSOR',
  'Invalid cursor: use the next_cursor of the previous page',
  400,
)

/** Answers with problem details, also for errors that Fastify raises before routing. */
export function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error)
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', 5)
  return sendProblem(reply, {
    ...newProblem(request, status),
    // Only the log gets the message of a 5xx error: it may contain names of tables, hosts or files.
    ...(status < 500 && { detail: error.message }),
    ...(error.validation && { detail: details[400], errors: violations(error) }),
  })
}

/** Answers a request that matches no route. */
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
  return validation.map(({ instancePath, params, message = 'is invalid' }) => {
    const { missingProperty, additionalProperty } = params
    const property = missingProperty ?? additionalProperty
    const pointer = property === undefined ? instancePath : `${instancePath}/${property}`
    return { in: validationContext, pointer, detail: message }
  })
}
