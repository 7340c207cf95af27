import type { preValidationHookHandler } from 'fastify'
import type { TSchema } from 'typebox'
import { problemResponses } from './problems.ts'

/** What the description of every route for signed-in users has. */
export const bearerRoute = (tag: string) => ({ tags: [tag], security: [{ bearer: [] }] })
export const commonProblems = problemResponses(400, 401, 429, 500, 503)
/** Of routes that read a body. */
export const bodyProblems = problemResponses(413, 415)

/** Describes headers of an answer too. */
export function withHeaders<const Schema extends TSchema>(schema: Schema, headers: Record<string, string>): Schema {
  const described = Object.entries(headers).map(([name, description]) => [name, { type: 'string', description }])
  return { ...schema, headers: Object.fromEntries(described) }
}

/**
 * Removes the white space around a text of the body. Before validation, so that a title of blanks is too short and
 * blanks around one of 200 characters don't count.
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
