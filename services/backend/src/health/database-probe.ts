import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { createPool } from '../database/database.ts'
import { errorMessage } from '../logging/logger.ts'

/** Orchestrators wait 500 ms for an answer about readiness; this leaves room for the way there and back. */
const limit = 400
const limitOfOneStep = 350

export interface Probe {
  /** Whether the database answers a query now; settles within 400 ms and never rejects. */
  isHealthy: () => Promise<boolean>
  end: () => Promise<void>
}

/**
 * Asks a database whether it answers. It does so over one connection of its own: then requests that wait for the
 * service's pool don't make it look unready, and probes of a database that hangs take no connection from requests.
 */
export function createProbe(connectionString: string, logger: FastifyBaseLogger): Probe {
  const timeouts = { connectionTimeoutMillis: limitOfOneStep, query_timeout: limitOfOneStep }
  const pool = createPool({ connectionString, max: 1, ...timeouts }, logger)

  const isHealthy = async () => {
    const timer = new AbortController()
    const late = sleep(limit, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`no answer within ${limit} ms`)
    })
    try {
      await Promise.race([pool.query('select 1'), late])
      return true
    } catch (error) {
      logger.warn(`the database is not healthy: ${errorMessage(error)}`)
      return false
    } finally {
      timer.abort()
    }
  }

  return { isHealthy, end: () => pool.end() }
}
