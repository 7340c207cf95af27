import { Client } from 'pg'

// Operator intervention (class 57), without 57014, which only cancels a query: https://www.postgresql.org/docs/current/errcodes-appendix.html
const SESSION_END_SQLSTATES = /^57P0[1-5]$/

/**
 * Closes its connection as soon as PostgreSQL terminates the session. The socket closes a moment later; until then, a pool
 * would hand out a client whose next query is bound to fail.
 */
export class TerminationAwareClient extends Client {
  // biome-ignore lint/suspicious/noExplicitAny: it changes the one of seven overloads that returns a promise
  override query(...args: any[]): any {
    const result: unknown = super.query(...(args as [string]))
    return result instanceof Promise ? result.catch((error) => this.#closeIfTerminated(error)) : result
  }

  #closeIfTerminated(error: Error & { code?: string }): never {
    if (SESSION_END_SQLSTATES.test(error.code ?? '')) void this.end()
    throw error
  }
}
