import type { QueryConfig } from 'pg'
import { TerminationAwareClient } from './termination-aware-client.ts'

/** Every connection keeps its prepared statements, so their number needs a limit. */
const MAX_STATEMENTS = 200
const statementNames = new Map<string, string>()

/**
 * Prepares statements, so that PostgreSQL parses each of them once per connection. Not those without parameters, such as
 * `begin` and `commit`, which gain nothing.
 */
export class PreparedStatementClient extends TerminationAwareClient {
  // biome-ignore lint/suspicious/noExplicitAny: it changes one of seven overloads
  override query(...[text, values, ...rest]: any[]): any {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return super.query(text, values, ...(rest as []))
    const name = statementName(text)
    const query: QueryConfig = name === undefined ? { text, values } : { name, text, values }
    return super.query(query, ...(rest as []))
  }
}

/** Returns the name of a statement, the same on all connections; `undefined` once MAX_STATEMENTS have one. */
function statementName(text: string): string | undefined {
  if (!statementNames.has(text) && statementNames.size < MAX_STATEMENTS)
    statementNames.set(text, `todo_${statementNames.size}`)
  return statementNames.get(text)
}
