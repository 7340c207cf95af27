import type { Kysely } from 'kysely'

/** Counts the changes of a todo: two of one millisecond have the same `updated_at`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('todos')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
}
