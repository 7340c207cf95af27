import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'

/** Creates a pool that connects at the first query and survives outages of the database. */
export function createDatabase(connectionString: string): Kysely<unknown> {
  const pool = new Pool({ connectionString, max: 10, connectionTimeoutMillis: 3000, idleTimeoutMillis: 10_000 })
  // Without it, PostgreSQL closing an idle connection would crash the process.
  pool.on('error', (error) => process.stderr.write(`database: ${error.message}\n`))
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}
