import type { ColumnType } from 'kysely'

/** One row per user and key. `response` is null only within the transaction that creates the row. */
export interface IdempotencyTable {
  user_id: ColumnType<string, string, never>
  key: ColumnType<string, string, never>
  request_hash: string
  response: ColumnType<unknown, never, string | null>
  expires_at: ColumnType<Date, never, Date>
}
