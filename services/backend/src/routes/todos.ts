import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { preValidationHookHandler } from 'fastify'
import { Type } from 'typebox'
import { problemResponses, TodoNotFoundError } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../todos/cursor.ts'
import { deleteTodo, findTodo, findTodos, insertTodo, updateTodo } from '../todos/todo.repository.ts'
import {
  defaultLimit,
  newTodoSchema,
  todoChangesSchema,
  todoPageSchema,
  todoParamsSchema,
  todoQuerySchema,
  todoSchema,
} from '../todos/todo.schema.ts'

type App = Parameters<FastifyPluginAsyncTypebox>[0]

const documented = { tags: ['todos'], security: [{ bearer: [] }] }
const commonProblems = problemResponses(400, 401, 429, 500, 503)
const bodyProblems = problemResponses(413, 415)
const notFound = problemResponses(404)

/** The todos of the user who asks; those of others don't exist for them. */
export const todoRoutes: FastifyPluginAsyncTypebox = async (app) => {
  listRoute(app)
  createRoute(app)
  readRoute(app)
  changeRoute(app)
  deleteRoute(app)
}

function listRoute(app: App) {
  const schema = {
    ...documented,
    summary: 'List todos, newest first',
    querystring: todoQuerySchema,
    response: { 200: todoPageSchema, ...commonProblems },
  }
  app.get('', { schema }, async ({ userId, query: { limit = defaultLimit, cursor, completed } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(cursor)
    // One row more than asked for tells whether there is a next page.
    const rows = await findTodos(app.db, userId, { limit: limit + 1, after, completed })
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items, next_cursor: last ? encodeCursor(last) : null }
  })
}

function createRoute(app: App) {
  const schema = {
    ...documented,
    summary: 'Add a todo',
    body: newTodoSchema,
    response: { 201: todoSchema, ...commonProblems, ...bodyProblems },
  }
  app.post('', { schema, preValidation: trimTitle }, async ({ userId, body }, reply) => {
    const todo = await insertTodo(app.db, { ...body, user_id: userId })
    return reply.code(201).header('location', `${app.prefix}/${todo.id}`).send(todo)
  })
}

function readRoute(app: App) {
  const schema = {
    ...documented,
    summary: 'Read a todo',
    params: todoParamsSchema,
    response: { 200: todoSchema, ...commonProblems, ...notFound },
  }
  app.get('/:id', { schema }, async ({ userId, params }) => orNotFound(await findTodo(app.db, userId, params.id)))
}

function changeRoute(app: App) {
  const schema = {
    ...documented,
    summary: 'Change what is given of a todo',
    params: todoParamsSchema,
    body: todoChangesSchema,
    response: { 200: todoSchema, ...commonProblems, ...bodyProblems, ...notFound },
  }
  app.patch('/:id', { schema, preValidation: trimTitle }, async ({ userId, params, body }) =>
    orNotFound(await updateTodo(app.db, userId, params.id, body)),
  )
}

function deleteRoute(app: App) {
  const schema = {
    ...documented,
    summary: 'Delete a todo',
    params: todoParamsSchema,
    response: { 204: Type.Null({ description: 'Deleted' }), ...commonProblems, ...notFound },
  }
  app.delete('/:id', { schema }, async ({ userId, params }, reply) => {
    if (!(await deleteTodo(app.db, userId, params.id))) throw new TodoNotFoundError()
    return reply.code(204).send(null)
  })
}

function orNotFound<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new TodoNotFoundError()
  return row
}

/** Before validation, so that a title of blanks is too short and blanks around one of 200 characters don't count. */
const trimTitle: preValidationHookHandler = async ({ body }) => {
  if (hasTitle(body)) body.title = body.title.trim()
}

function hasTitle(body: unknown): body is { title: string } {
  return typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string'
}
