import { Type } from 'typebox'
import { noNul, time } from '../todos/todo.schema.ts'

const messageSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    role: Type.Unsafe<'user' | 'assistant'>({ type: 'string', enum: ['user', 'assistant'] }),
    text: Type.String({ description: 'Plain text: never HTML' }),
    created_at: time,
  },
  { title: 'Message' },
)

export const newMessageSchema = Type.Object(
  {
    message: Type.String({
      minLength: 1,
      maxLength: 2000,
      pattern: noNul,
      description: 'Commands; "help" lists them. White space around it is removed',
    }),
  },
  { title: 'NewMessage', additionalProperties: false },
)

export const exchangeSchema = Type.Object(
  {
    messages: Type.Array(messageSchema, { minItems: 2, maxItems: 2, description: 'What was written, and the answer' }),
    changed: Type.Boolean({ description: 'Whether todos were added, changed or deleted' }),
  },
  { title: 'Exchange' },
)

export const messagePageSchema = Type.Object(
  {
    items: Type.Array(messageSchema, { description: 'Oldest first' }),
    next_cursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Give it as `cursor` to get the messages before; null when there are none',
    }),
  },
  { title: 'MessagePage' },
)

/** Messages on a page, unless a request asks for another number. */
export const defaultMessages = 50

export const messageQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: defaultMessages })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`next_cursor` of the page before' })),
})
