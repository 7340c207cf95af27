import type { QueryConfig } from 'pg'
import { TerminationAwareClient } from './termination-aware-client.ts'

/** Each connection keeps what it has prepared, so there may not be any number of them. */
const MAX_STATEMENTS = 200
const statementNames = new Map<string, string>()

/**
 * Has PostgreSQL parse a statement once per connection instead of each time. Statements without parameters are not worth
 * it, `begin` and `commit` among them.
 */
export class PreparedStatementClient extends TerminationAwareClient {
  // biome-ignore lint/suspicious/noExplicitAny: of seven overloads one is changed
  override query(...[text, values, ...rest]: any[]): any {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return super.query(text, values, ...(rest as []))
    const name = statementName(text)
    const query: QueryConfig = name === undefined ? { text, values } : { name, text, values }
    return super.query(query, ...(rest as []))
  }
}

/** The name of a statement: the same on all connections, and none when there are too many. */
function statementName(text: string): string | undefined {
  if (!statementNames.has(text) && statementNames.size < MAX_STATEMENTS)
    statementNames.set(text, `todo_${statementNames.size}`)
  return statementNames.get(text)
}
