import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Kysely } from 'kysely'
import type { Config } from '../config/config.ts'
import { createDatabaseProbe } from '../health/database-probe.ts'
import { createDatabase, createPool, type Database } from './database.ts'

declare module 'fastify' {
  interface FastifyInstance {
    db: Kysely<Database>
    /** Whether the database responds. Resolves within 400 ms and never rejects. */
    isDatabaseHealthy: () => Promise<boolean>
  }
}

/** So that no request waits long: to connect, for a slow query (limited by PostgreSQL), for a lost answer (limited here). */
const poolLimits = {
  max: 10,
  connectionTimeoutMillis: 3_000,
  statement_timeout: 5_000,
  query_timeout: 6_000,
}

const plugin: FastifyPluginAsync<Pick<Config, 'DATABASE_URL'>> = async (app, { DATABASE_URL: connectionString }) => {
  const db = createDatabase(createPool({ connectionString, ...poolLimits }, app.log), app.log)
  const probe = createDatabaseProbe(connectionString, app.log)
  app.decorate('db', db)
  app.decorate('isDatabaseHealthy', probe.isHealthy)
  app.addHook('onClose', async () => {
    await Promise.all([db.destroy(), probe.end()])
  })
}

/** Provides the database. It connects at the first query, so the service starts without a database. */
export const database = fp(plugin, { name: 'database' })
