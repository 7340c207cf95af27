import { ApiError, createUuid, describeError } from '../api.ts'
import type { Todo, TodoText } from './todo.ts'
import { TodoListStore } from './todo-list-store.ts'
import { createConfirmedItem, createItem, type Item, replaceItem } from './todo-state.ts'

const UNDO_DURATION_MS = 8000

const statusOf = (error: unknown) => (error instanceof ApiError ? error.status : -1)

/** Shows every change at once, and reverts it with a notice if the backend rejects it. */
export class TodoStore extends TodoListStore {
  /** Deletions that can still be undone, with the notice that offers it, by id of the todo. */
  readonly #undoable = new Map<string, { notice: string; item: Item }>()

  async add(title: string, key = createUuid()): Promise<void> {
    // Otherwise the new todo would not be visible.
    if (this.current().filter === 'done' || this.current().search) void this.show({ filter: 'all', search: '' })
    this.set({ items: [createItem(title, key), ...this.current().items.filter((item) => item.key !== key)] })
    await this.#enqueue(key, async () => {
      try {
        const todo = await this.api.create(title, key)
        const otherItems = this.current().items.filter(({ id, key: other }) => id !== todo.id || other === key)
        this.set({ items: replaceItem(otherItems, key, createConfirmedItem(todo, key)) })
        this.announce(`Added: ${title}`)
      } catch (error) {
        this.set({ items: this.current().items.filter((item) => item.key !== key) })
        // With the same key, so that a lost response doesn't lead to a second todo.
        const action = { label: 'Try again', run: () => void this.add(title, key) }
        this.notifyProblem(`“${title}” was not added. ${describeError(error)}`, action)
      }
    })
  }

  /** Without If-Match, because it overwrites no text that someone else may have written. */
  async toggle(item: Item): Promise<void> {
    const completed = !item.completed
    this.announce(`${completed ? 'Completed' : 'Reopened'}: ${item.title}`)
    await this.#change(item, { completed }, () => undefined)
  }

  /** `base` is the text when the editor was opened. If the todo was changed since then, it is not overwritten. */
  async edit(item: Item, base: TodoText, text: TodoText): Promise<void> {
    if (text.title === base.title && text.description === base.description) return
    const current = this.#find(item.key)
    if (current && (current.title !== base.title || current.description !== base.description))
      return this.#notifyConflict(current, text)
    await this.#change(item, text, (confirmed) => confirmed.version)
  }

  remove(item: Item): void {
    this.set({ hidden: new Set([...this.current().hidden, item.id]) })
    this.announce(`Deleted: ${item.title}. You can undo it.`)
    const { id: notice } = this.notify({
      tone: 'info',
      text: `“${item.title}” was deleted.`,
      durationMs: UNDO_DURATION_MS,
      action: { label: 'Undo', run: () => this.#undo(item) },
      onDismissed: () => void this.#delete(item),
    })
    this.#undoable.set(item.id, { notice, item })
  }

  /** Completes the deletions that could still be undone, and waits for all pending changes. */
  async settle(): Promise<void> {
    for (const { notice } of [...this.#undoable.values()]) this.dismiss(notice)
    await Promise.allSettled([...this.pendingChanges.values()])
  }

  #undo(item: Item): void {
    this.#undoable.delete(item.id)
    this.#unhide(item.id)
    this.announce(`Restored: ${item.title}`)
  }

  #unhide(id: string): void {
    this.set({ hidden: new Set([...this.current().hidden].filter((hidden) => hidden !== id)) })
  }

  async #delete(item: Item): Promise<void> {
    this.#undoable.delete(item.id)
    await this.#enqueue(item.key, async () => {
      try {
        await this.api.remove(item.id, (this.#find(item.key) ?? item).confirmed?.version)
        this.#removeItem(item)
      } catch (error) {
        if (statusOf(error) === 404) return this.#removeItem(item)
        this.#unhide(item.id)
        this.notifyProblem(`“${item.title}” was not deleted. ${describeError(error)}`)
        if (statusOf(error) === 412) await this.#refreshItem(item)
      }
    })
  }

  async #change(item: Item, changes: Partial<Todo>, version: (confirmed: Todo) => number | undefined): Promise<void> {
    this.set({ items: replaceItem(this.current().items, item.key, changes) })
    await this.#enqueue(item.key, async () => {
      const confirmed = this.#find(item.key)?.confirmed ?? item
      try {
        const todo = await this.api.change(confirmed.id, changes, version(confirmed))
        this.set({ items: replaceItem(this.current().items, item.key, createConfirmedItem(todo, item.key)) })
      } catch (error) {
        await this.#revert(item, changes, error)
      }
    })
  }

  async #revert(item: Item, changes: Partial<Todo>, error: unknown): Promise<void> {
    const { confirmed } = this.#find(item.key) ?? item
    if (confirmed) this.set({ items: replaceItem(this.current().items, item.key, confirmed) })
    if (statusOf(error) === 404) this.#removeItem(item)
    const newer = statusOf(error) === 412 ? await this.#refreshItem(item) : undefined
    if (newer && changes.title)
      return this.#notifyConflict(newer, { title: changes.title, description: changes.description ?? null })
    this.notifyProblem(`“${confirmed?.title ?? item.title}” was not changed. ${describeError(error)}`)
  }

  async #refreshItem(item: Item): Promise<Item | undefined> {
    try {
      const newer = createConfirmedItem(await this.api.read(item.id), item.key)
      this.set({ items: replaceItem(this.current().items, item.key, newer) })
      return newer
    } catch (error) {
      if (statusOf(error) === 404) this.#removeItem(item)
      return undefined
    }
  }

  #notifyConflict(newer: Item, text: TodoText): void {
    const action = { label: 'Use my version', run: () => void this.edit(newer, newer, text) }
    const message = `“${newer.title}” has been changed elsewhere. The list shows that version; yours was “${text.title}”.`
    this.notifyProblem(message, action)
  }

  #removeItem(item: Item): void {
    this.set({ items: this.current().items.filter(({ key }) => key !== item.key) })
    this.#unhide(item.id)
  }

  #find(key: string): Item | undefined {
    return this.current().items.find((item) => item.key === key)
  }

  /** Applies the changes of a todo one after the other, each to the result of the previous one. */
  async #enqueue(key: string, change: () => Promise<void>): Promise<void> {
    const pendingChange = (this.pendingChanges.get(key) ?? Promise.resolve()).then(change)
    this.pendingChanges.set(key, pendingChange)
    await pendingChange
    if (this.pendingChanges.get(key) === pendingChange) this.pendingChanges.delete(key)
  }
}
