import { Client } from 'pg'

// Operator intervention (57), of which 57014 ends a statement alone: https://www.postgresql.org/docs/current/errcodes-appendix.html
const SESSION_END_SQLSTATES = /^57P0[1-5]$/

/**
 * Closes its connection as soon as PostgreSQL says that it ends the session. The socket closes later, and until then a
 * pool would lend out a client whose next query can only fail.
 */
export class TerminationAwareClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: of seven overloads the one that gives a promise is changed
  override query(...args: any[]): any {
    const result: unknown = super.query(...(args as [string]))
    return result instanceof Promise ? result.catch((error) => this.#closeIfTerminated(error)) : result
  }

  #closeIfTerminated(error: Error & { code?: string }): never {
    if (SESSION_END_SQLSTATES.test(error.code ?? '')) void this.end()
    throw error
  }
}
