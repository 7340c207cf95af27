import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { deleteTodos, findTodosForChat, insertTodos, updateTodo } from '../todos/todo.repository.ts'
import { insertExchange, openConversation } from './chat.repository.ts'
import type { Message } from './chat.table.ts'
import type { Command } from './command.ts'
import { parse } from './parse.ts'
import { type KnownTodo, plan } from './plan.ts'

export interface Exchange {
  /** What the user wrote, and the answer. */
  messages: Message[]
  /** Whether the user's todos are no longer what they were. */
  changed: boolean
}

/** Does what a user writes, and keeps both sides of it: all in one transaction, so that no answer tells of what is not. */
export async function answer(db: Kysely<Database>, userId: string, text: string): Promise<Exchange> {
  const commands = parse(text)
  return await db.transaction().execute(async (transaction) => {
    const conversation = await openConversation(transaction, userId)
    const todos = await findTodosForChat(transaction, userId, commands.some(changesTodos))
    const planned = plan(commands, todos, randomUUID)
    const changed = await apply(transaction, userId, todos, planned.todos)
    const messages = await insertExchange(transaction, conversation, { text, answer: planned.answer })
    return { messages, changed }
  })
}

const changesTodos = ({ kind }: Command) => ['complete', 'reopen', 'rename', 'delete'].includes(kind)

/** Makes the table what was planned. */
async function apply(db: Transaction<Database>, userId: string, before: KnownTodo[], after: KnownTodo[]) {
  if (before === after) return false
  const [old, kept] = [new Map(before.map((todo) => [todo.id, todo])), new Set(after.map(({ id }) => id))]
  const added = after.filter(({ id }) => !old.has(id))
  const gone = before.filter(({ id }) => !kept.has(id))
  const changed = after.filter(({ id, title, completed }) => {
    const was = old.get(id)
    return was !== undefined && (was.title !== title || was.completed !== completed)
  })
  if (added.length > 0) await insertTodos(db, userId, added.toReversed())
  for (const { id, title, completed } of changed) await updateTodo(db, userId, id, { title, completed })
  if (gone.length > 0)
    await deleteTodos(
      db,
      userId,
      gone.map(({ id }) => id),
    )
  return added.length + gone.length + changed.length > 0
}
