import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { bearerRoute, bodyProblems, commonProblems, trimField } from '../http/route-schemas.ts'
import { answerMessage } from './answer-message.ts'
import { deleteConversation, findMessages } from './chat.repository.ts'
import {
  defaultMessageLimit,
  exchangeSchema,
  messagePageSchema,
  messageQuerySchema,
  newMessageSchema,
} from './chat.schema.ts'
import { decodeMessageCursor, encodeMessageCursor } from './message-cursor.ts'

const sendSchema = {
  ...bearerRoute('chat'),
  operationId: 'sendMessage',
  summary: 'Send a message to the chatbot',
  body: newMessageSchema,
  response: { 200: exchangeSchema, ...commonProblems, ...bodyProblems },
}

const historySchema = {
  ...bearerRoute('chat'),
  operationId: 'readConversation',
  summary: 'Read the conversation, newest page first',
  querystring: messageQuerySchema,
  response: { 200: messagePageSchema, ...commonProblems },
}

const clearSchema = {
  ...bearerRoute('chat'),
  operationId: 'clearConversation',
  summary: 'Delete the conversation; todos are kept',
  response: { 204: Type.Null({ description: 'Deleted' }), ...commonProblems, ...bodyProblems },
}

/** The conversation of the authenticated user. */
export const chatRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('', { schema: sendSchema, preValidation: trimField('message') }, async ({ userId, body }) =>
    answerMessage(app.db, userId, body.message),
  )

  app.get('', { schema: historySchema }, async ({ userId, query: { limit = defaultMessageLimit, cursor } }) => {
    const before = cursor === undefined ? undefined : decodeMessageCursor(cursor)
    // One extra row shows whether there is an earlier page.
    const rows = await findMessages(app.db, userId, { limit: limit + 1, before })
    const items = rows.slice(0, limit)
    const oldest = rows.length > limit ? items.at(-1) : undefined
    return { items: items.reverse(), next_cursor: oldest ? encodeMessageCursor(oldest) : null }
  })

  app.delete('', { schema: clearSchema }, async ({ userId }, reply) => {
    await deleteConversation(app.db, userId)
    return reply.code(204).send(null)
  })
}
