import { Type } from 'typebox'

// PostgreSQL's text type allows all characters except NUL.
export const noNulPattern = '^[^\\u0000]*$'

const titleSchema = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: noNulPattern,
  description: 'Leading and trailing white space is removed',
})
const descriptionSchema = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  maxLength: 2000,
  pattern: noNulPattern,
})
const completedSchema = Type.Boolean()
// The repository returns a Date, which the serializer converts to text.
export const timestampSchema = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })

const exampleTodo = {
  id: '0b7f6a52-6f0e-4a0b-9a57-3c1a4a3f5a11',
  title: 'Buy milk',
  description: 'Two litres',
  completed: false,
  created_at: '2026-07-01T12:00:00.000Z',
  updated_at: '2026-07-01T12:00:00.000Z',
  version: 1,
}

export const todoSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    title: Type.String(),
    description: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    completed: completedSchema,
    created_at: timestampSchema,
    updated_at: timestampSchema,
    version: Type.Integer({ minimum: 1, description: 'In double quotes, it is the ETag' }),
  },
  { title: 'Todo', description: 'The todo', examples: [exampleTodo] },
)

export const todoPageSchema = Type.Object(
  {
    items: Type.Array(todoSchema),
    next_cursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Pass it as `cursor` to get the next page; null on the last page',
    }),
  },
  { title: 'TodoPage', description: 'A page of todos', examples: [{ items: [exampleTodo], next_cursor: null }] },
)

export const newTodoSchema = Type.Object(
  { title: titleSchema, description: Type.Optional(descriptionSchema), completed: Type.Optional(completedSchema) },
  { title: 'NewTodo', additionalProperties: false, examples: [{ title: 'Buy milk', description: 'Two litres' }] },
)

export const todoChangesSchema = Type.Object(
  {
    title: Type.Optional(titleSchema),
    description: Type.Optional(descriptionSchema),
    completed: Type.Optional(completedSchema),
  },
  { title: 'TodoChanges', additionalProperties: false, minProperties: 1, examples: [{ completed: true }] },
)

export const todoParamsSchema = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** Todos per page if a request doesn't set `limit`. */
export const defaultLimit = 20

export const todoQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: defaultLimit })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`next_cursor` of the previous page' })),
  completed: Type.Optional(completedSchema),
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      pattern: noNulPattern,
      description: 'Part of a title or description; not case-sensitive',
    }),
  ),
})

export const creationHeadersSchema = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]{1,255}$',
      description: 'Chosen by the client. For 24 hours, a retry with the same key and body gets the same response',
    }),
  ),
})

export const preconditionSchema = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 1000, description: 'The ETags that the todo may have. Default: any' }),
  ),
})
