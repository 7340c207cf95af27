import type { ColumnType, Generated, Insertable, Selectable, Updateable } from 'kysely'

/** One row a todo. Times have milliseconds, like JavaScript's: a cursor made from one finds exactly its row. */
export interface TodoTable {
  id: ColumnType<string, never, never>
  user_id: ColumnType<string, string, never>
  title: string
  description: Generated<string | null>
  completed: Generated<boolean>
  created_at: ColumnType<Date, never, never>
  updated_at: ColumnType<Date, never, Date>
  /** How many times it was written. */
  version: ColumnType<number, never, number>
}

export type Todo = Selectable<TodoTable>
export type NewTodo = Insertable<TodoTable>
export type TodoChanges = Omit<Updateable<TodoTable>, 'updated_at' | 'version'>
