import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Kysely } from 'kysely'
import type { Static } from 'typebox'
import type { Database } from '../database/database.ts'
import { problemResponses } from '../http/problems.ts'
import { bearerRoute, bodyProblems, commonProblems, trimField, withHeaders } from '../http/route-schemas.ts'
import { type IdempotentResult, runIdempotent } from '../idempotency/idempotency.ts'
import { entityTag } from './etag.ts'
import { insertTodo } from './todo.repository.ts'
import { creationHeadersSchema, newTodoSchema, todoSchema } from './todo.schema.ts'
import type { Todo } from './todo.table.ts'

const schema = {
  ...bearerRoute('todos'),
  operationId: 'addTodo',
  summary: 'Add a todo',
  headers: creationHeadersSchema,
  body: newTodoSchema,
  response: {
    201: withHeaders(todoSchema, {
      etag: 'Pass it as If-Match to change or delete only this version',
      location: 'The path of the todo',
      'idempotency-replayed': 'true if an earlier request with this key added the todo',
    }),
    ...commonProblems,
    ...bodyProblems,
    ...problemResponses(422),
  },
}

type NewTodoBody = Static<typeof newTodoSchema>

/** Adds a todo; with an Idempotency-Key, only once. */
export const todoCreateRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.post('', { schema, preValidation: trimField('title') }, async ({ userId, body, headers }, reply) => {
    const result = await createTodo(app.db, userId, body, headers['idempotency-key'])
    if (result.replayed) reply.header('idempotency-replayed', 'true')
    const todo = result.replayed ? parseStoredTodo(result.response) : result.response
    return reply
      .code(201)
      .headers({ location: `${app.prefix}/${todo.id}`, etag: entityTag(todo) })
      .send(todo)
  })
}

async function createTodo(
  db: Kysely<Database>,
  user_id: string,
  body: NewTodoBody,
  key?: string,
): Promise<IdempotentResult<Todo>> {
  const insert = (connection: Kysely<Database>) => insertTodo(connection, { ...body, user_id })
  if (key === undefined) return { replayed: false, response: await insert(db) }
  // In a fixed order, because the order of properties in the body makes no difference.
  const { title, description, completed } = body
  return await runIdempotent(db, { user_id, key, payload: { title, description, completed } }, insert)
}

/** Parses the times, which JSON stores as text. */
function parseStoredTodo(response: unknown): Todo {
  const todo = response as Todo
  return { ...todo, created_at: new Date(todo.created_at), updated_at: new Date(todo.updated_at) }
}
