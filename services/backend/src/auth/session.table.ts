import type { ColumnType } from 'kysely'

/** The columns of Better Auth's sessions that this service reads. Only the frontend writes them. */
export interface SessionTable {
  token: ColumnType<string, never, never>
  userId: ColumnType<string, never, never>
  expiresAt: ColumnType<Date, never, never>
}
