import type { ColumnType, Selectable } from 'kysely'

/** One row a user. */
export interface ConversationTable {
  id: ColumnType<string, never, never>
  user_id: ColumnType<string, string, never>
  created_at: ColumnType<Date, never, never>
  updated_at: ColumnType<Date, never, Date>
}

export interface MessageTable {
  id: ColumnType<string, never, never>
  conversation_id: ColumnType<string, string, never>
  /** Counts up; text, since it may grow beyond JavaScript's whole numbers. */
  position: ColumnType<string, never, never>
  role: ColumnType<'user' | 'assistant', 'user' | 'assistant', never>
  text: ColumnType<string, string, never>
  created_at: ColumnType<Date, never, never>
}

export type Message = Selectable<MessageTable>
