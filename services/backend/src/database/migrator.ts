import type { FastifyBaseLogger } from 'fastify'
import type { Kysely } from 'kysely'
import { type Migration, type MigrationResult, Migrator } from 'kysely/migration'
import { errorMessage } from '../logging/logger.ts'

/**
 * Applies all pending migrations in one transaction: all of them or none. A process that comes while another one migrates
 * waits for it (Kysely holds an advisory lock) and then has nothing left to do.
 *
 * @throws Error with the migration that failed, or why none could start.
 */
export async function migrateToLatest<Tables>(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
  logger: FastifyBaseLogger,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw migrationError(error, results, logger)
  for (const { migrationName } of results) logger.info(`${migrationName}: done`)
  if (results.length === 0) logger.info('the database is already up to date')
}

const statusTexts = { Success: 'rolled back', Error: 'failed', NotExecuted: 'not run' } as const

function migrationError(error: unknown, results: MigrationResult[], logger: FastifyBaseLogger): Error {
  for (const { migrationName, status } of results) logger.error(`${migrationName}: ${statusTexts[status]}`)
  const failed = results.find(({ status }) => status === 'Error')
  const summary = failed
    ? `migration ${failed.migrationName} failed and nothing was changed`
    : 'no migration could start'
  return new Error(`${summary}: ${errorMessage(error)}`, { cause: error })
}
