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

/** The tables, as the newest migration leaves them. */
export interface Database {
  conversations: ConversationTable
  idempotency_keys: IdempotencyTable
  messages: MessageTable
  session: SessionTable
  todos: TodoTable
}

/** Makes a pool whose clients can lose their connection without ending the process. */
export function createPool(settings: PoolConfig, logger: FastifyBaseLogger): Pool {
  const pool = new Pool({
    application_name: 'todo-backend',
    keepAlive: true,
    types: typeParsers,
    Client: PreparedStatementClient,
    ...settings,
  })
  // The pool itself listens only to idle clients: one inside of a transaction would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn(`a database connection was lost: ${errorMessage(error)}`))
  })
  pool.on('error', () => undefined)
  return pool
}

/** Puts kysely on a pool; destroying it ends the pool. */
export function createDatabase(pool: Pool, logger: FastifyBaseLogger): Kysely<Database> {
  // No parameters: they are what users wrote.
  const log = ({ query, queryDurationMillis }: LogEvent) =>
    logger.debug({ sql: query.sql, milliseconds: Math.round(queryDurationMillis) }, 'query')
  const dialect = new PostgresDialect({ pool })
  // Given a logger, kysely takes the time of each query whether or not anyone reads it.
  return new Kysely<Database>(logger.level === 'debug' ? { dialect, log } : { dialect })
}
