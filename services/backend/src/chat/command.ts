/** A command that a message contains. Titles are kept as written and never interpreted. */
export type Command =
  | { kind: 'add'; titles: string[] }
  | { kind: 'list'; filter: TodoFilter }
  /** `fullTitle` is the unsplit text, for a todo whose title contains "and" or a comma. */
  | { kind: 'complete' | 'reopen' | 'delete'; titles: string[]; fullTitle: string }
  /** A title may contain the word that separates it from the new title, so there can be several readings. */
  | { kind: 'rename'; readings: { title: string; newTitle: string }[] }
  | { kind: 'help' }
  /** A command without its argument. */
  | { kind: 'incomplete'; verb: 'add' | 'complete' | 'reopen' | 'delete' | 'rename' }
  | { kind: 'unknown'; text: string }

export type TodoFilter = 'open' | 'done' | 'all'
