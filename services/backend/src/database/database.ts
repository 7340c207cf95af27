import type { FastifyBaseLogger } from 'fastify'
import { Kysely, type LogEvent, PostgresDialect } from 'kysely'
import { Pool, type PoolConfig } from 'pg'
import type { SessionTable } from '../auth/session.table.ts'
import type { ConversationTable, MessageTable } from '../chat/chat.table.ts'
import type { IdempotencyTable } from '../idempotency/idempotency.table.ts'
import { errorMessage } from '../logging/logger.ts'
import type { TodoTable } from '../todos/todo.table.ts'
import { PreparedStatementClient } from './prepared-statement-client.ts'
import { typeParsers } from './timestamp-parser.ts'

/** The tables after the latest migration. */
export interface Database {
  conversations: ConversationTable
  idempotency_keys: IdempotencyTable
  messages: MessageTable
  session: SessionTable
  todos: TodoTable
}

/** Creates a pool. A client that loses its connection doesn't crash the process. */
export function createPool(settings: PoolConfig, logger: FastifyBaseLogger): Pool {
  const pool = new Pool({
    application_name: 'todo-backend',
    keepAlive: true,
    types: typeParsers,
    Client: PreparedStatementClient,
    ...settings,
  })
  // The pool listens for errors of idle clients only: an error during a transaction would crash the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn(`lost a database connection: ${errorMessage(error)}`))
  })
  pool.on('error', () => undefined)
  return pool
}

/** Creates a Kysely instance on a pool. Destroying it ends the pool. */
export function createDatabase(pool: Pool, logger: FastifyBaseLogger): Kysely<Database> {
  // Without the parameters, because they contain what users wrote.
  const log = ({ query, queryDurationMillis }: LogEvent) =>
    logger.debug({ sql: query.sql, milliseconds: Math.round(queryDurationMillis) }, 'query')
  const dialect = new PostgresDialect({ pool })
  // Only at DEBUG: with a log function, Kysely measures the duration of every query.
  return new Kysely<Database>(logger.level === 'debug' ? { dialect, log } : { dialect })
}
