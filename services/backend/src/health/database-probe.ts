import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { createPool } from '../database/database.ts'
import { errorMessage } from '../logging/logger.ts'

/** Orchestrators wait 500 ms for a readiness probe; the rest is for the network. */
const TIMEOUT_MS = 400
const STEP_TIMEOUT_MS = 350

export interface DatabaseProbe {
  /** Whether the database answers a query. Resolves within 400 ms and never rejects. */
  isHealthy: () => Promise<boolean>
  end: () => Promise<void>
}

/**
 * Creates a readiness probe with a connection of its own: a busy pool doesn't make the service look unready, and probes
 * of a database that hangs take no connections from requests.
 */
export function createDatabaseProbe(connectionString: string, logger: FastifyBaseLogger): DatabaseProbe {
  const timeouts = { connectionTimeoutMillis: STEP_TIMEOUT_MS, query_timeout: STEP_TIMEOUT_MS }
  const pool = createPool({ connectionString, max: 1, ...timeouts }, logger)

  const isHealthy = async () => {
    const timer = new AbortController()
    const timeout = sleep(TIMEOUT_MS, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`no response within ${TIMEOUT_MS} ms`)
    })
    try {
      await Promise.race([pool.query('select 1'), timeout])
      return true
    } catch (error) {
      logger.warn(`the database is unhealthy: ${errorMessage(error)}`)
      return false
    } finally {
      timer.abort()
    }
  }

  return { isHealthy, end: () => pool.end() }
}
