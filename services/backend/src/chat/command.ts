/** What a message asks for. Titles are as they were written: data, never more. */
export type Command =
  | { kind: 'add'; titles: string[] }
  | { kind: 'list'; filter: TodoFilter }
  /** `whole` is for a todo whose own title holds an "and" or a comma. */
  | { kind: 'complete' | 'reopen' | 'delete'; titles: string[]; fullTitle: string }
  /** A title may hold the very word that parts it from the new one, so there can be several ways to read it. */
  | { kind: 'rename'; readings: { from: string; to: string }[] }
  | { kind: 'help' }
  /** A command that lacks what it is about. */
  | { kind: 'incomplete'; verb: 'add' | 'complete' | 'reopen' | 'delete' | 'rename' }
  | { kind: 'unknown'; text: string }

export type TodoFilter = 'open' | 'done' | 'all'
