import { expect } from 'vitest'
import { ApiError } from '../../src/lib/api.ts'
import type { Todo, TodoApi, TodoQuery } from '../../src/lib/todos/todo.ts'
import { visibleItems } from '../../src/lib/todos/todo-state.ts'
import { TodoStore } from '../../src/lib/todos/todo-store.ts'

export const newTodo = (id: string, changes: Partial<Todo> = {}): Todo => {
  const time = '2026-01-01T00:00:00.000Z'
  const todo = { id, title: `Todo ${id}`, description: null, completed: false, version: 1 }
  return { ...todo, created_at: time, updated_at: time, ...changes }
}

/** A backend in memory with the behaviour of the API; it fails if `failure` is set. */
export class Backend implements TodoApi {
  todos: Todo[]
  failure: ApiError | undefined
  readonly requests: string[] = []

  constructor(...todos: Todo[]) {
    this.todos = todos
  }

  #record(request: string) {
    this.requests.push(request)
    if (this.failure) throw this.failure
  }

  #find(id: string, version?: number): Todo {
    const todo = this.todos.find((candidate) => candidate.id === id)
    if (!todo) throw new ApiError(404, 'It no longer exists.')
    if (version !== undefined && version !== todo.version) throw new ApiError(412, 'It has been changed elsewhere.')
    return todo
  }

  async list({ filter, cursor, limit }: TodoQuery) {
    this.#record(`list ${filter}`)
    const matchingTodos = this.todos.filter(({ completed }) => filter === 'all' || completed === (filter === 'done'))
    const start = Number(cursor ?? 0)
    return {
      items: matchingTodos.slice(start, start + limit),
      next_cursor: matchingTodos.length > start + limit ? `${start + limit}` : null,
    }
  }

  async read(id: string) {
    return this.#find(id)
  }

  async create(title: string, key: string) {
    this.#record(`create ${title} ${key}`)
    const todo = newTodo(`id-of-${key}`, { title })
    this.todos = [todo, ...this.todos]
    return todo
  }

  async change(id: string, changes: Partial<Todo>, version?: number) {
    this.#record(`change ${id} ${JSON.stringify(changes)} ${version}`)
    const storedTodo = this.#find(id, version)
    const todo = { ...storedTodo, ...changes, version: storedTodo.version + 1 }
    this.todos = this.todos.map((other) => (other.id === id ? todo : other))
    return todo
  }

  async remove(id: string, version?: number) {
    this.#record(`remove ${id} ${version}`)
    this.#find(id, version)
    this.todos = this.todos.filter((todo) => todo.id !== id)
  }
}

export const unavailable = new ApiError(503, 'The todo service is temporarily unavailable.')

export async function newStore(...todos: Todo[]) {
  const backend = new Backend(...todos)
  const store = new TodoStore(backend)
  await store.load()
  const titles = () => visibleItems(store.current()).map(({ title }) => title)
  const noticeTexts = () => store.current().notices.map(({ text }) => text)
  const item = (index = 0) => store.current().items[index] ?? expect.unreachable()
  const lastNotice = () => store.current().notices.at(-1) ?? expect.unreachable()
  return { backend, store, titles, noticeTexts, item, lastNotice }
}
