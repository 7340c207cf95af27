import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Kysely } from 'kysely'
import type { Static } from 'typebox'
import type { Database } from '../database/database.ts'
import { problemResponses } from '../http/problems.ts'
import { bodyProblems, commonProblems, documented, trimmed, withHeaders } from '../http/route-schemas.ts'
import { type Outcome, once } from '../idempotency/idempotency.ts'
import { entityTag } from './etag.ts'
import { insertTodo } from './todo.repository.ts'
import { creationHeadersSchema, newTodoSchema, todoSchema } from './todo.schema.ts'
import type { Todo } from './todo.table.ts'

const schema = {
  ...documented('todos'),
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

type Body = Static<typeof newTodoSchema>

/** Adds todos; with an Idempotency-Key, each once. */
export const todoCreation: FastifyPluginAsyncTypebox = async (app) => {
  app.post('', { schema, preValidation: trimmed('title') }, async ({ userId, body, headers }, reply) => {
    const outcome = await add(app.db, userId, body, headers['idempotency-key'])
    if (outcome.replayed) reply.header('idempotency-replayed', 'true')
    const todo = outcome.replayed ? revive(outcome.response) : outcome.response
    return reply
      .code(201)
      .headers({ location: `${app.prefix}/${todo.id}`, etag: entityTag(todo) })
      .send(todo)
  })
}

async function add(db: Kysely<Database>, user_id: string, body: Body, key?: string): Promise<Outcome<Todo>> {
  const insert = (connection: Kysely<Database>) => insertTodo(connection, { ...body, user_id })
  if (key === undefined) return { replayed: false, response: await insert(db) }
  // In one order, so that the order in a body makes no difference.
  const { title, description, completed } = body
  return await once(db, { user_id, key, request: { title, description, completed } }, insert)
}

/** JSON has made text of the times. */
function revive(response: unknown): Todo {
  const todo = response as Todo
  return { ...todo, created_at: new Date(todo.created_at), updated_at: new Date(todo.updated_at) }
}
