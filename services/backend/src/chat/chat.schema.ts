import { Type } from 'typebox'
import { noNulPattern, timestampSchema } from '../todos/todo.schema.ts'

const created_at = '2026-07-01T12:00:00.000Z'
const exampleMessages = [
  { id: '5d0c6a0e-3a53-4f0f-8e0c-6f1b6f1f2a01', role: 'user', text: 'add milk', created_at },
  { id: '5d0c6a0e-3a53-4f0f-8e0c-6f1b6f1f2a02', role: 'assistant', text: 'Added “milk”.', created_at },
]

const messageSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    role: Type.Unsafe<'user' | 'assistant'>({ type: 'string', enum: ['user', 'assistant'] }),
    text: Type.String({ description: 'Plain text, not HTML' }),
    created_at: timestampSchema,
  },
  { title: 'Message', examples: [exampleMessages[0]] },
)

export const newMessageSchema = Type.Object(
  {
    message: Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern: noNulPattern,
      description: 'One or more commands; "help" lists them. Leading and trailing white space is removed',
    }),
  },
  { title: 'NewMessage', additionalProperties: false, examples: [{ message: 'add milk' }] },
)

export const exchangeSchema = Type.Object(
  {
    messages: Type.Array(messageSchema, { minItems: 2, maxItems: 2, description: 'The message and its answer' }),
    changed: Type.Boolean({ description: 'Whether todos were added, changed or deleted' }),
  },
  {
    title: 'Exchange',
    description: 'The message and its answer',
    examples: [{ messages: exampleMessages, changed: true }],
  },
)

export const messagePageSchema = Type.Object(
  {
    items: Type.Array(messageSchema, { description: 'Oldest first' }),
    next_cursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Pass it as `cursor` to get the earlier messages; null on the last page',
    }),
  },
  {
    title: 'MessagePage',
    description: 'A page of messages',
    examples: [{ items: exampleMessages, next_cursor: null }],
  },
)

/** Messages per page if a request doesn't set `limit`. */
export const defaultMessageLimit = 50

export const messageQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: defaultMessageLimit })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`next_cursor` of the previous page' })),
})
