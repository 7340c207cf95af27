import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Cursor } from './cursor.ts'
import { containsPattern } from './like-pattern.ts'
import type { NewTodo, Todo, TodoChanges } from './todo.table.ts'

export interface TodoQuery {
  /** The maximum number of rows. */
  limit: number
  after?: Cursor | undefined
  completed?: boolean | undefined
  /** Part of a title or a description. */
  search?: string | undefined
}

/** Listed, because a prepared `select *` fails once a migration adds a column. */
const columns = ['id', 'user_id', 'title', 'description', 'completed', 'created_at', 'updated_at', 'version'] as const

/** Finds a user's todos, newest first. */
export function findTodos(db: Kysely<Database>, userId: string, { limit, after, completed, search = '' }: TodoQuery) {
  return db
    .selectFrom('todos')
    .select(columns)
    .where('user_id', '=', userId)
    .$if(completed !== undefined, (query) => query.where('completed', '=', completed === true))
    .$if(search !== '', (query) => query.where(matchesSearch(search)))
    .$call((query) => (after ? query.where(isAfterCursor(after)) : query))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

// PostgreSQL uses the index for a comparison of rows, but not for `a < x or (a = x and b < y)`.
function isAfterCursor({ created_at, id }: Cursor) {
  return sql<boolean>`(created_at, id) < (${created_at}::timestamptz, ${id}::uuid)`
}

function matchesSearch(search: string) {
  const pattern = containsPattern(search)
  return sql<boolean>`(title ilike ${pattern} or description ilike ${pattern})`
}

/** Finds one todo; `undefined` if this user has none with this id. */
export function findTodo(db: Kysely<Database>, userId: string, id: string): Promise<Todo | undefined> {
  return db.selectFrom('todos').select(columns).where('user_id', '=', userId).where('id', '=', id).executeTakeFirst()
}

export function insertTodo(db: Kysely<Database>, todo: NewTodo): Promise<Todo> {
  return db.insertInto('todos').values(todo).returning(columns).executeTakeFirstOrThrow()
}

/** Inserts todos in one statement. Each is 1 ms newer than the one before, so that the last one comes first in the list. */
export async function insertTodos(
  db: Kysely<Database>,
  userId: string,
  todos: Pick<Todo, 'id' | 'title' | 'completed'>[],
) {
  const { length } = todos
  const [ids, titles, states] = [
    todos.map(({ id }) => id),
    todos.map(({ title }) => title),
    todos.map((todo) => todo.completed),
  ]
  await sql`
    insert into todos (id, user_id, title, completed, created_at, updated_at)
    select id, ${userId}, title, completed, now() - (${length} - place) * interval '1 ms', now()
    from unnest(${ids}::uuid[], ${titles}::text[], ${states}::boolean[])
      with ordinality as given (id, title, completed, place)`.execute(db)
}

/** Updates a todo and returns it; `undefined` if this user has none with this id and one of these versions (default: any). */
export function updateTodo(
  db: Kysely<Database>,
  userId: string,
  id: string,
  changes: TodoChanges,
  versions?: number[],
): Promise<Todo | undefined> {
  return db
    .updateTable('todos')
    .set({ ...changes, updated_at: sql`now()`, version: sql`version + 1` })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where(hasVersion(versions))
    .returning(columns)
    .executeTakeFirst()
}

/** Deletes a todo. Returns false if this user has none with this id and one of these versions (default: any). */
export async function deleteTodo(
  db: Kysely<Database>,
  userId: string,
  id: string,
  versions?: number[],
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('todos')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where(hasVersion(versions))
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteTodos(db: Kysely<Database>, userId: string, ids: string[]): Promise<void> {
  await db.deleteFrom('todos').where('user_id', '=', userId).where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
}

/** Finds a user's 5,000 newest todos, newest first. With `locked`, nobody else can change them until the transaction ends. */
export function findTodosForChat(db: Kysely<Database>, userId: string, locked: boolean) {
  return db
    .selectFrom('todos')
    .select(['id', 'title', 'completed'])
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(5_000)
    .$if(locked, (query) => query.forUpdate())
    .execute()
}

function hasVersion(versions: number[] | undefined) {
  return versions ? sql<boolean>`version = any(${versions}::integer[])` : sql<boolean>`true`
}
