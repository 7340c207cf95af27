import type { ColumnType } from 'kysely'

/** What the service reads of Better Auth's sessions; the frontend alone writes them. */
export interface SessionTable {
  token: ColumnType<string, never, never>
  userId: ColumnType<string, never, never>
  expiresAt: ColumnType<Date, never, never>
}
