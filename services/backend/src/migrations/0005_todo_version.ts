import type { Kysely } from 'kysely'

/** Counts the changes of a todo, because two changes in the same millisecond have the same `updated_at`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('todos')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
}
