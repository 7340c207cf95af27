import { createUuid, describeError } from '../api.ts'
import { Store } from '../store.ts'
import type { Filter, TodoApi } from './todo.ts'
import { appendItems, initialState, mergeItems, type Notice, type TodoState } from './todo-state.ts'

const PAGE_SIZE = 20
/** The backend's maximum page size. */
const MAX_PAGE_SIZE = 100

/** The read-only half of the todo store: list, search, pages and notices. */
export class TodoListStore extends Store<TodoState> {
  protected readonly api: TodoApi
  /** Changes that the backend hasn't answered yet, by key of the item. */
  protected readonly pendingChanges = new Map<string, Promise<void>>()
  #lastRequestId = 0

  constructor(api: TodoApi) {
    super(initialState)
    this.api = api
  }

  /** Reloads the visible todos. The current ones stay until the response arrives. */
  async load(): Promise<void> {
    const requestId = ++this.#lastRequestId
    const { filter, search, items } = this.current()
    const limit = Math.min(Math.max(items.length, PAGE_SIZE), MAX_PAGE_SIZE)
    try {
      const page = await this.api.list({ filter, search, limit })
      if (requestId !== this.#lastRequestId) return
      const merged = mergeItems(this.current().items, page.items, (key) => this.pendingChanges.has(key))
      this.set({ items: merged, nextCursor: page.next_cursor, phase: 'ready', problem: '', loadingMore: false })
    } catch (error) {
      if (requestId === this.#lastRequestId) this.#handleLoadError(describeError(error))
    }
  }

  /** If a list is visible, an error is only a notice. */
  #handleLoadError(problem: string): void {
    if (this.current().phase !== 'ready') this.set({ phase: 'failed', problem })
    else
      this.notifyProblem(`The list may be out of date. ${problem}`, { label: 'Try again', run: () => void this.load() })
  }

  async show(changes: { filter?: Filter; search?: string }): Promise<void> {
    this.set({
      ...changes,
      items: this.current().items.filter((item) => !item.confirmed),
      phase: 'loading',
      nextCursor: null,
    })
    // The backend lists a todo under its old state until it has answered a pending change.
    await Promise.allSettled([...this.pendingChanges.values()])
    await this.load()
    const { phase, items } = this.current()
    if (phase === 'ready') this.announce(items.length === 1 ? '1 todo shown.' : `${items.length} todos shown.`)
  }

  async loadMore(): Promise<void> {
    const { filter, search, nextCursor } = this.current()
    if (!nextCursor || this.current().loadingMore) return
    const requestId = ++this.#lastRequestId
    this.set({ loadingMore: true })
    try {
      const page = await this.api.list({ filter, search, limit: PAGE_SIZE, cursor: nextCursor })
      if (requestId !== this.#lastRequestId) return
      this.set({ items: appendItems(this.current().items, page.items), nextCursor: page.next_cursor })
      this.announce(`${page.items.length} more todos shown.`)
    } catch (error) {
      this.notifyProblem(`More todos could not be loaded. ${describeError(error)}`, {
        label: 'Try again',
        run: () => void this.loadMore(),
      })
    } finally {
      this.set({ loadingMore: false })
    }
  }

  announce(announcement: string): void {
    this.set({ announcement })
  }

  notify(notice: Omit<Notice, 'id'>): Notice {
    const newNotice = { ...notice, id: createUuid() }
    // A new notice replaces an older one with the same text, so that ten failures in a row show one notice.
    const otherNotices = this.current().notices.filter(({ text, onDismissed }) => onDismissed || text !== notice.text)
    this.set({ notices: [...otherNotices, newNotice] })
    return newNotice
  }

  notifyProblem(text: string, action?: Notice['action']): void {
    this.notify({ tone: 'problem', text, ...(action && { action }) })
  }

  dismiss(id: string, actionUsed = false): void {
    const notice = this.current().notices.find((candidate) => candidate.id === id)
    this.set({ notices: this.current().notices.filter((candidate) => candidate.id !== id) })
    if (actionUsed) notice?.action?.run()
    else notice?.onDismissed?.()
  }
}
