import { loadMigrationConfig } from './config/config.ts'
import { configOrExit } from './config/startup.ts'
import { createDatabase, createPool } from './database/database.ts'
import { migrateToLatest } from './database/migrator.ts'
import { createLogger, errorMessage } from './logging/logger.ts'
import { migrations } from './migrations/migrations.ts'

const config = configOrExit(loadMigrationConfig)
const logger = createLogger(config)
const pool = createPool({ connectionString: config.DATABASE_URL, connectionTimeoutMillis: 10_000 }, logger)
const db = createDatabase(pool, logger)

try {
  await migrateToLatest(db, migrations, logger)
} catch (error) {
  logger.fatal(errorMessage(error))
  process.exitCode = 1
} finally {
  await db.destroy()
}
