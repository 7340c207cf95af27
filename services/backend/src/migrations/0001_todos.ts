import { type Kysely, sql } from 'kysely'

/** Creates `todos`. Like every migration, it imports none of the service's code, so that its effect never changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('todos')
    .addColumn('id', 'uuid', (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull().check(sql`char_length(title) between 1 and 200`))
    .addColumn('description', 'text', (column) => column.defaultTo('').check(sql`char_length(description) <= 2000`))
    .addColumn('completed', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('created_at', 'timestamptz(3)', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', 'timestamptz(3)', (column) => column.notNull().defaultTo(sql`now()`))
    .execute()
  await db.schema
    .createIndex('todos_user_id_created_at_id')
    .on('todos')
    .columns(['user_id', 'created_at desc', 'id desc'])
    .execute()
}
