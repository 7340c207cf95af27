import { newKey, reason } from '../api.ts'
import { Store } from '../store.ts'
import type { Filter, TodoApi } from './todo.ts'
import { appendItems, emptyState, mergeItems, type Notice, type TodoState } from './todo-state.ts'

const PAGE = 20
/** The most that the backend gives at once. */
const PAGE_MAX = 100

/** Finds and shows: the half of the todos' store that changes nothing. */
export class TodoListStore extends Store<TodoState> {
  protected readonly api: TodoApi
  /** Changes that the backend has not answered yet, by key of the item. */
  protected readonly underway = new Map<string, Promise<void>>()
  #asked = 0

  constructor(api: TodoApi) {
    super(emptyState)
    this.api = api
  }

  /** Loads anew what is shown. What is there stays until the answer comes. */
  async load(): Promise<void> {
    const asked = ++this.#asked
    const { filter, search, items } = this.current()
    const limit = Math.min(Math.max(items.length, PAGE), PAGE_MAX)
    try {
      const page = await this.api.list({ filter, search, limit })
      if (asked !== this.#asked) return
      const merged = mergeItems(this.current().items, page.items, (key) => this.underway.has(key))
      this.set({ items: merged, next: page.next_cursor, phase: 'ready', problem: '', loadingMore: false })
    } catch (error) {
      if (asked === this.#asked) this.#failed(reason(error))
    }
  }

  /** With a list on the page, a failure is only worth a note. */
  #failed(problem: string): void {
    if (this.current().phase !== 'ready') this.set({ phase: 'failed', problem })
    else this.problem(`The list may be out of date. ${problem}`, { label: 'Try again', run: () => void this.load() })
  }

  async show(changes: { filter?: Filter; search?: string }): Promise<void> {
    this.set({
      ...changes,
      items: this.current().items.filter((item) => !item.confirmed),
      phase: 'loading',
      next: null,
    })
    await this.load()
    const { phase, items } = this.current()
    if (phase === 'ready') this.announce(items.length === 1 ? 'One todo is shown.' : `${items.length} todos are shown.`)
  }

  async loadMore(): Promise<void> {
    const { filter, search, next } = this.current()
    if (!next || this.current().loadingMore) return
    const asked = ++this.#asked
    this.set({ loadingMore: true })
    try {
      const page = await this.api.list({ filter, search, limit: PAGE, cursor: next })
      if (asked !== this.#asked) return
      this.set({ items: appendItems(this.current().items, page.items), next: page.next_cursor })
      this.announce(`${page.items.length} more todos are shown.`)
    } catch (error) {
      this.problem(`No more todos came. ${reason(error)}`, { label: 'Try again', run: () => void this.loadMore() })
    } finally {
      this.set({ loadingMore: false })
    }
  }

  announce(announcement: string): void {
    this.set({ announcement })
  }

  notify(notice: Omit<Notice, 'id'>): Notice {
    const added = { ...notice, id: newKey() }
    // The same words again replace the older ones: ten failures in a row are one.
    const others = this.current().notices.filter(({ text, onGone }) => onGone || text !== notice.text)
    this.set({ notices: [...others, added] })
    return added
  }

  problem(text: string, action?: Notice['action']): void {
    this.notify({ tone: 'problem', text, ...(action && { action }) })
  }

  dismiss(id: string, used = false): void {
    const notice = this.current().notices.find((candidate) => candidate.id === id)
    this.set({ notices: this.current().notices.filter((candidate) => candidate.id !== id) })
    if (used) notice?.action?.run()
    else notice?.onGone?.()
  }
}
