import { type Kysely, sql } from 'kysely'

/** Creates `idempotency_keys`, which stores the responses to requests that clients may retry. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('response', 'json')
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now() + interval '24 hours'`))
    .addPrimaryKeyConstraint('idempotency_keys_pkey', ['user_id', 'key'])
    .execute()
  await db.schema.createIndex('idempotency_keys_expires_at').on('idempotency_keys').column('expires_at').execute()
}
