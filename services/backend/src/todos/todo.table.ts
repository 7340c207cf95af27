import type { ColumnType, Generated, Insertable, Selectable, Updateable } from 'kysely'

/** One row per todo. Times have a precision of milliseconds, like JavaScript's Date, so that a cursor matches its row exactly. */
export interface TodoTable {
  id: ColumnType<string, never, never>
  user_id: ColumnType<string, string, never>
  title: string
  description: Generated<string | null>
  completed: Generated<boolean>
  created_at: ColumnType<Date, never, never>
  updated_at: ColumnType<Date, never, Date>
  /** Increases with every change. */
  version: ColumnType<number, never, number>
}

export type Todo = Selectable<TodoTable>
export type NewTodo = Insertable<TodoTable>
export type TodoChanges = Omit<Updateable<TodoTable>, 'updated_at' | 'version'>
