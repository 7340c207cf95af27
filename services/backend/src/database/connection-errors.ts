const NETWORK_ERROR_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]

// Connection exceptions, insufficient resources, query cancelled (statement_timeout), shutting down or starting up:
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const UNAVAILABLE_SQLSTATES = /^(?:08...|53...|57014|57P0[1-5])$/

// pg creates these errors without a code.
const PG_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (?:has encountered a connection error|was closed) and is not queryable)/

/** Whether an error means that the database is temporarily unavailable, rather than that a query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  // Errors with a status come from Fastify: a client can lose its connection too.
  if (statusCode !== undefined) return false
  return typeof code === 'string'
    ? NETWORK_ERROR_CODES.includes(code) || UNAVAILABLE_SQLSTATES.test(code)
    : PG_MESSAGES.test(error.message)
}
