import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { StaleTodoError, TodoNotFoundError } from '../http/errors.ts'
import { problemResponses } from '../http/problems.ts'
import { bearerRoute, bodyProblems, commonProblems, trimField, withHeaders } from '../http/route-schemas.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { entityTag, parseIfMatch } from './etag.ts'
import { deleteTodo, findTodo, findTodos, updateTodo } from './todo.repository.ts'
import {
  defaultLimit,
  preconditionSchema,
  todoChangesSchema,
  todoPageSchema,
  todoParamsSchema,
  todoQuerySchema,
  todoSchema,
} from './todo.schema.ts'
import { todoCreateRoute } from './todo-create.route.ts'

type App = Parameters<FastifyPluginAsyncTypebox>[0]

const notFoundProblem = problemResponses(404)
const staleProblem = problemResponses(412)
const taggedTodo = withHeaders(todoSchema, { etag: 'Pass it as If-Match to change or delete only this version' })

/** The todos of the authenticated user; other users' todos answer 404. */
export const todoRoutes: FastifyPluginAsyncTypebox = async (app) => {
  listRoute(app)
  await todoCreateRoute(app, {})
  readRoute(app)
  changeRoute(app)
  deleteRoute(app)
}

function listRoute(app: App) {
  const schema = {
    ...bearerRoute('todos'),
    operationId: 'listTodos',
    summary: 'List todos, newest first',
    querystring: todoQuerySchema,
    response: { 200: todoPageSchema, ...commonProblems },
  }
  app.get('', { schema }, async ({ userId, query: { limit = defaultLimit, cursor, completed, search } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor)
    // One extra row shows whether there is a next page.
    const rows = await findTodos(app.db, userId, { limit: limit + 1, after, completed, search: search?.trim() })
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items, next_cursor: last ? encodeCursor(last) : null }
  })
}

function readRoute(app: App) {
  const schema = {
    ...bearerRoute('todos'),
    operationId: 'readTodo',
    summary: 'Read a todo',
    params: todoParamsSchema,
    response: { 200: taggedTodo, ...commonProblems, ...notFoundProblem },
  }
  app.get('/:id', { schema }, async ({ userId, params }, reply) => {
    const todo = await findTodo(app.db, userId, params.id)
    if (todo === undefined) throw new TodoNotFoundError()
    return reply.header('etag', entityTag(todo)).send(todo)
  })
}

function changeRoute(app: App) {
  const schema = {
    ...bearerRoute('todos'),
    operationId: 'changeTodo',
    summary: 'Change the given properties of a todo',
    params: todoParamsSchema,
    headers: preconditionSchema,
    body: todoChangesSchema,
    response: { 200: taggedTodo, ...commonProblems, ...bodyProblems, ...notFoundProblem, ...staleProblem },
  }
  app.patch('/:id', { schema, preValidation: trimField('title') }, async ({ userId, params, body, headers }, reply) => {
    const todo = await updateTodo(app.db, userId, params.id, body, parseIfMatch(headers['if-match']))
    if (todo === undefined) throw await notFoundOrStale(app, userId, params.id)
    return reply.header('etag', entityTag(todo)).send(todo)
  })
}

function deleteRoute(app: App) {
  const schema = {
    ...bearerRoute('todos'),
    operationId: 'deleteTodo',
    summary: 'Delete a todo',
    params: todoParamsSchema,
    headers: preconditionSchema,
    response: {
      204: Type.Null({ description: 'Deleted' }),
      ...commonProblems,
      ...bodyProblems,
      ...notFoundProblem,
      ...staleProblem,
    },
  }
  app.delete('/:id', { schema }, async ({ userId, params, headers }, reply) => {
    const deleted = await deleteTodo(app.db, userId, params.id, parseIfMatch(headers['if-match']))
    if (!deleted) throw await notFoundOrStale(app, userId, params.id)
    return reply.code(204).send(null)
  })
}

/** The error for a change that found no todo: either it doesn't exist or it has another version. */
async function notFoundOrStale(app: App, userId: string, id: string): Promise<Error> {
  return (await findTodo(app.db, userId, id)) ? new StaleTodoError() : new TodoNotFoundError()
}
