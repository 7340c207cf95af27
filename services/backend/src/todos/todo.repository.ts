import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Cursor } from './cursor.ts'
import type { NewTodo, Todo, TodoChanges } from './todo.table.ts'

export interface TodoQuery {
  /** How many rows at most. */
  limit: number
  after?: Cursor | undefined
  completed?: boolean | undefined
}

/** A user's todos, newest first. */
export function findTodos(db: Kysely<Database>, userId: string, { limit, after, completed }: TodoQuery) {
  return db
    .selectFrom('todos')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(completed !== undefined, (query) => query.where('completed', '=', completed === true))
    .$call((query) => (after ? query.where(isAfter(after)) : query))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

// As one comparison of rows PostgreSQL answers it from the index; `a < x or (a = x and b < y)` it would filter.
function isAfter({ created_at, id }: Cursor) {
  return sql<boolean>`(created_at, id) < (${created_at}::timestamptz, ${id}::uuid)`
}

/** One todo, or nothing when this user has none with this id. */
export function findTodo(db: Kysely<Database>, userId: string, id: string): Promise<Todo | undefined> {
  return db.selectFrom('todos').selectAll().where('user_id', '=', userId).where('id', '=', id).executeTakeFirst()
}

export function insertTodo(db: Kysely<Database>, todo: NewTodo): Promise<Todo> {
  return db.insertInto('todos').values(todo).returningAll().executeTakeFirstOrThrow()
}

/** The changed todo, or nothing when this user has none with this id. */
export function updateTodo(
  db: Kysely<Database>,
  userId: string,
  id: string,
  changes: TodoChanges,
): Promise<Todo | undefined> {
  return db
    .updateTable('todos')
    .set({ ...changes, updated_at: sql`now()` })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Whether there was such a todo of this user's. */
export async function deleteTodo(db: Kysely<Database>, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('todos')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
