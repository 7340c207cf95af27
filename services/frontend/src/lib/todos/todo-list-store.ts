import { createUuid, describeError } from '../api.ts'
import { Store } from '../store.ts'
import type { Filter, TodoApi } from './todo.ts'
import { appendItems, initialState, mergeItems, type Notice, type TodoState } from './todo-state.ts'

const PAGE_SIZE = 20
/** The most that the backend gives at once. */
const MAX_PAGE_SIZE = 100

/** Finds and shows: the half of the todos' store that changes nothing. */
export class TodoListStore extends Store<TodoState> {
  protected readonly api: TodoApi
  /** Changes that the backend has not answered yet, by key of the item. */
  protected readonly pendingChanges = new Map<string, Promise<void>>()
  #lastRequestId = 0

  constructor(api: TodoApi) {
    super(initialState)
    this.api = api
  }

  /** Loads anew what is shown. What is there stays until the answer comes. */
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

  /** With a list on the page, a failure is only worth a note. */
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
    await this.load()
    const { phase, items } = this.current()
    if (phase === 'ready') this.announce(items.length === 1 ? 'One todo is shown.' : `${items.length} todos are shown.`)
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
      this.announce(`${page.items.length} more todos are shown.`)
    } catch (error) {
      this.notifyProblem(`No more todos came. ${describeError(error)}`, {
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
    // The same words again replace the older ones: ten failures in a row are one.
    const others = this.current().notices.filter(({ text, onDismissed }) => onDismissed || text !== notice.text)
    this.set({ notices: [...others, newNotice] })
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
