import { ApiError, createUuid, describeError } from '../api.ts'
import type { Todo, TodoText } from './todo.ts'
import { TodoListStore } from './todo-list-store.ts'
import { createConfirmedItem, createItem, type Item, replaceItem } from './todo-state.ts'

const UNDO_DURATION_MS = 8000

const statusOf = (error: unknown) => (error instanceof ApiError ? error.status : -1)

/** Every change shows at once, and is taken back with a word about it when the backend does not confirm it. */
export class TodoStore extends TodoListStore {
  /** Deletions that can still be undone: the notice that offers it, by id of the todo. */
  readonly #undoable = new Map<string, { notice: string; item: Item }>()

  async add(title: string, key = createUuid()): Promise<void> {
    // Else the new todo would not be among those that are shown.
    if (this.current().filter === 'done' || this.current().search) void this.show({ filter: 'all', search: '' })
    this.set({ items: [createItem(title, key), ...this.current().items.filter((item) => item.key !== key)] })
    await this.#enqueue(key, async () => {
      try {
        const todo = await this.api.create(title, key)
        const others = this.current().items.filter(({ id, key: other }) => id !== todo.id || other === key)
        this.set({ items: replaceItem(others, key, createConfirmedItem(todo, key)) })
        this.announce(`Added: ${title}`)
      } catch (error) {
        this.set({ items: this.current().items.filter((item) => item.key !== key) })
        // With the same key, so that an answer that got lost does not become a second todo.
        const action = { label: 'Try again', run: () => void this.add(title, key) }
        this.notifyProblem(`“${title}” was not added. ${describeError(error)}`, action)
      }
    })
  }

  /** Without If-Match: it overwrites nothing that someone else may have written. */
  async toggle(item: Item): Promise<void> {
    const completed = !item.completed
    this.announce(`${completed ? 'Completed' : 'Open again'}: ${item.title}`)
    await this.#change(item, { completed }, () => undefined)
  }

  /** `base` is what the editor began with: who saved something else since then is not overwritten. */
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
      text: `“${item.title}” is deleted.`,
      durationMs: UNDO_DURATION_MS,
      action: { label: 'Undo', run: () => this.#undo(item) },
      onDismissed: () => void this.#delete(item),
    })
    this.#undoable.set(item.id, { notice, item })
  }

  /** Deletes for good what could still be undone, and waits for all that is under way. */
  async settle(): Promise<void> {
    for (const { notice } of [...this.#undoable.values()]) this.dismiss(notice)
    await Promise.allSettled([...this.pendingChanges.values()])
  }

  #undo(item: Item): void {
    this.#undoable.delete(item.id)
    this.#unhide(item.id)
    this.announce(`Back again: ${item.title}`)
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
    const action = { label: 'Use mine', run: () => void this.edit(newer, newer, text) }
    const message = `“${newer.title}” was changed somewhere else in the meantime. That is what you see; yours was “${text.title}”.`
    this.notifyProblem(message, action)
  }

  #removeItem(item: Item): void {
    this.set({ items: this.current().items.filter(({ key }) => key !== item.key) })
    this.#unhide(item.id)
  }

  #find(key: string): Item | undefined {
    return this.current().items.find((item) => item.key === key)
  }

  /** One change of a todo after the other, each on what the one before left. */
  async #enqueue(key: string, change: () => Promise<void>): Promise<void> {
    const pendingChange = (this.pendingChanges.get(key) ?? Promise.resolve()).then(change)
    this.pendingChanges.set(key, pendingChange)
    await pendingChange
    if (this.pendingChanges.get(key) === pendingChange) this.pendingChanges.delete(key)
  }
}
