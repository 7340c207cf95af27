import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Message } from './chat.table.ts'

/** Creates or reuses a user's conversation, and locks it until the transaction ends. */
export async function openConversation(db: Kysely<Database>, user_id: string): Promise<string> {
  const { id } = await db
    .insertInto('conversations')
    .values({ user_id })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ updated_at: sql`now()` }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const columns = [
  'messages.id',
  'messages.conversation_id',
  'messages.position',
  'messages.role',
  'messages.text',
  'messages.created_at',
] as const

/** Stores a user's message and its answer. */
export async function insertExchange(
  db: Kysely<Database>,
  conversation_id: string,
  { text, answer }: { text: string; answer: string },
): Promise<Message[]> {
  const messages = await db
    .insertInto('messages')
    .values([
      { conversation_id, role: 'user', text },
      { conversation_id, role: 'assistant', text: answer },
    ])
    .returning(columns)
    .execute()
  return messages.toSorted((a, b) => Number(BigInt(a.position) - BigInt(b.position)))
}

/** Finds a user's messages before a position in the conversation, newest first. */
export function findMessages(
  db: Kysely<Database>,
  userId: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<Message[]> {
  return db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'conversation_id')
    .select(columns)
    .where('user_id', '=', userId)
    .$if(before !== undefined, (query) => query.where('position', '<', String(before)))
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
}

export async function deleteConversation(db: Kysely<Database>, userId: string): Promise<void> {
  await db.deleteFrom('conversations').where('user_id', '=', userId).execute()
}
