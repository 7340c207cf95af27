import type { Migration } from 'kysely/migration'
import * as todos from './0001_todos.ts'
import * as auth from './0002_auth.ts'
import * as chat from './0003_chat.ts'
import * as idempotency from './0004_idempotency.ts'
import * as todoVersion from './0005_todo_version.ts'

/** All migrations; they run in the order of their names. Explicit imports, so that the bundle contains them. */
export const migrations: Record<string, Migration> = {
  '0001_todos': todos,
  '0002_auth': auth,
  '0003_chat': chat,
  '0004_idempotency': idempotency,
  '0005_todo_version': todoVersion,
}
