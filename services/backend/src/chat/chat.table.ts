import type { ColumnType, Selectable } from 'kysely'

/** One row per user. */
export interface ConversationTable {
  id: ColumnType<string, never, never>
  user_id: ColumnType<string, string, never>
  created_at: ColumnType<Date, never, never>
  updated_at: ColumnType<Date, never, Date>
}

export interface MessageTable {
  id: ColumnType<string, never, never>
  conversation_id: ColumnType<string, string, never>
  /** Increases with each message. A string, because it can exceed JavaScript's safe integers. */
  position: ColumnType<string, never, never>
  role: ColumnType<'user' | 'assistant', 'user' | 'assistant', never>
  text: ColumnType<string, string, never>
  created_at: ColumnType<Date, never, never>
}

export type Message = Selectable<MessageTable>
