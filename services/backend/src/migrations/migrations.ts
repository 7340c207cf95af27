import type { Migration } from 'kysely/migration'
import * as todos from './0001_todos.ts'

/** All migrations by name; they run in the order of their names. Imported one by one so that a bundle holds them. */
export const migrations: Record<string, Migration> = {
  '0001_todos': todos,
}
