import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { bodyProblems, commonProblems, documented, trimmed } from '../http/route-schemas.ts'
import { answer } from './answer.ts'
import { deleteConversation, findMessages } from './chat.repository.ts'
import {
  defaultMessages,
  exchangeSchema,
  messagePageSchema,
  messageQuerySchema,
  newMessageSchema,
} from './chat.schema.ts'
import { decodePosition, encodePosition } from './position.ts'

const sending = {
  ...documented('chat'),
  operationId: 'sendMessage',
  summary: 'Say something to the chatbot',
  body: newMessageSchema,
  response: { 200: exchangeSchema, ...commonProblems, ...bodyProblems },
}

const reading = {
  ...documented('chat'),
  operationId: 'readConversation',
  summary: 'Read the conversation, its newest page first',
  querystring: messageQuerySchema,
  response: { 200: messagePageSchema, ...commonProblems },
}

const clearing = {
  ...documented('chat'),
  operationId: 'clearConversation',
  summary: 'Forget the conversation; the todos stay',
  response: { 204: Type.Null({ description: 'Forgotten' }), ...commonProblems, ...bodyProblems },
}

/** The one conversation of the user who asks. */
export const chatRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('', { schema: sending, preValidation: trimmed('message') }, async ({ userId, body }) =>
    answer(app.db, userId, body.message),
  )

  app.get('', { schema: reading }, async ({ userId, query: { limit = defaultMessages, cursor } }) => {
    const before = cursor === undefined ? undefined : decodePosition(cursor)
    // One more than asked for tells whether there is a page before.
    const rows = await findMessages(app.db, userId, { limit: limit + 1, before })
    const items = rows.slice(0, limit)
    const oldest = rows.length > limit ? items.at(-1) : undefined
    return { items: items.reverse(), next_cursor: oldest ? encodePosition(oldest) : null }
  })

  app.delete('', { schema: clearing }, async ({ userId }, reply) => {
    await deleteConversation(app.db, userId)
    return reply.code(204).send(null)
  })
}
