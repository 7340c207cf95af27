import type { preValidationHookHandler } from 'fastify'
import type { TSchema } from 'typebox'
import { problemResponses } from './problems.ts'

/** The part of the schema that all routes with an access token share. */
export const bearerRoute = (tag: string) => ({ tags: [tag], security: [{ bearer: [] }] })
export const commonProblems = problemResponses(400, 401, 429, 500, 503)
/** For routes that read a body. */
export const bodyProblems = problemResponses(413, 415)

/** Adds response headers to a schema, each with its description. */
export function withHeaders<const Schema extends TSchema>(schema: Schema, headers: Record<string, string>): Schema {
  const described = Object.entries(headers).map(([name, description]) => [name, { type: 'string', description }])
  return { ...schema, headers: Object.fromEntries(described) }
}

/**
 * Trims a text field of the body. It runs before validation: a title of spaces is too short, and spaces around a title of
 * 200 characters don't count.
 */
export function trimField(name: string): preValidationHookHandler {
  return async ({ body }) => {
    if (!isRecord(body)) return
    const text = body[name]
    if (typeof text === 'string') body[name] = text.trim()
  }
}

function isRecord(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null
}
