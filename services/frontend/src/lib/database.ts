import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'

/** A pool that connects when it is first asked, and outlives the database's absence. */
export function createDatabase(connectionString: string): Kysely<unknown> {
  const pool = new Pool({ connectionString, max: 10, connectionTimeoutMillis: 3000, idleTimeoutMillis: 10_000 })
  // An idle connection that PostgreSQL ends would otherwise end this process.
  pool.on('error', (error) => process.stderr.write(`database: ${error.message}\n`))
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}
