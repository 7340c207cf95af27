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
      etag: 'Give it as If-Match to change or delete just this version',
      location: "The todo's address",
      'idempotency-replayed': 'true when an earlier request with this key added the todo',
    }),
    ...commonProblems,
    ...bodyProblems,
    ...problemResponses(422),
  },
}

type NewTodoBody = Static<typeof newTodoSchema>

/** Adds todos; with an Idempotency-Key, each once. */
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
  // In one order, so that the order in a body makes no difference.
  const { title, description, completed } = body
  return await runIdempotent(db, { user_id, key, payload: { title, description, completed } }, insert)
}

/** JSON has made text of the times. */
function parseStoredTodo(response: unknown): Todo {
  const todo = response as Todo
  return { ...todo, created_at: new Date(todo.created_at), updated_at: new Date(todo.updated_at) }
}
