import type { ColumnType } from 'kysely'

/** One row a key that a user gave; `response` is empty only inside of the transaction that makes it. */
export interface IdempotencyTable {
  user_id: ColumnType<string, string, never>
  key: ColumnType<string, string, never>
  request_hash: string
  response: ColumnType<unknown, never, string | null>
  expires_at: ColumnType<Date, never, Date>
}
