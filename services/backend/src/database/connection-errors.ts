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

// PostgreSQL's: connection exceptions, too few resources, cancelled (statement_timeout), shutting down or starting up.
const UNAVAILABLE_SQLSTATES = /^(?:08...|53...|57014|57P0[1-5])$/

// pg gives these errors no code.
const PG_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (?:has encountered a connection error|was closed) and is not queryable)/

/** Whether an error says that the database can't be asked now, rather than that it was asked something wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  // Errors that carry a status are the framework's: a client can lose its connection too.
  if (statusCode !== undefined) return false
  return typeof code === 'string'
    ? NETWORK_ERROR_CODES.includes(code) || UNAVAILABLE_SQLSTATES.test(code)
    : PG_MESSAGES.test(error.message)
}
