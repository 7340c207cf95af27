import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { deleteTodos, findTodosForChat, insertTodos, updateTodo } from '../todos/todo.repository.ts'
import { applyCommands, type ChatTodo } from './apply-commands.ts'
import { insertExchange, openConversation } from './chat.repository.ts'
import type { Message } from './chat.table.ts'
import type { Command } from './command.ts'
import { parseMessage } from './parse-message.ts'

export interface Exchange {
  /** The user's message and the answer. */
  messages: Message[]
  /** Whether the message changed the user's todos. */
  changed: boolean
}

/** Carries out a user's message and stores it with its answer, in one transaction: an answer never reports a lost change. */
export async function answerMessage(db: Kysely<Database>, userId: string, text: string): Promise<Exchange> {
  const commands = parseMessage(text)
  return await db.transaction().execute(async (transaction) => {
    const conversation = await openConversation(transaction, userId)
    const todos = await findTodosForChat(transaction, userId, commands.some(changesTodos))
    const result = applyCommands(commands, todos, randomUUID)
    const changed = await saveChanges(transaction, userId, todos, result.todos)
    const messages = await insertExchange(transaction, conversation, { text, answer: result.answer })
    return { messages, changed }
  })
}

const changesTodos = ({ kind }: Command) => ['complete', 'reopen', 'rename', 'delete'].includes(kind)

/** Writes the differences between the two lists to the database. */
async function saveChanges(db: Transaction<Database>, userId: string, before: ChatTodo[], after: ChatTodo[]) {
  if (before === after) return false
  const [todosById, remainingIds] = [new Map(before.map((todo) => [todo.id, todo])), new Set(after.map(({ id }) => id))]
  const added = after.filter(({ id }) => !todosById.has(id))
  const deleted = before.filter(({ id }) => !remainingIds.has(id))
  const changed = after.filter(({ id, title, completed }) => {
    const previous = todosById.get(id)
    return previous !== undefined && (previous.title !== title || previous.completed !== completed)
  })
  if (added.length > 0) await insertTodos(db, userId, added.toReversed())
  for (const { id, title, completed } of changed) await updateTodo(db, userId, id, { title, completed })
  if (deleted.length > 0)
    await deleteTodos(
      db,
      userId,
      deleted.map(({ id }) => id),
    )
  return added.length + deleted.length + changed.length > 0
}
