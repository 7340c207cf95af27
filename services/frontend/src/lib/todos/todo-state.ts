import type { Filter, Todo } from './todo.ts'

/** A todo as the list shows it, perhaps ahead of what the backend has confirmed. */
export interface Item extends Todo {
  /** The same before and after the backend gave it an id. */
  key: string
  /** As the backend last told; nothing while it is being added. */
  confirmed?: Todo | undefined
}

export interface Notice {
  id: string
  tone: 'info' | 'problem'
  text: string
  action?: { label: string; run: () => void }
  /** Gone by itself after this time, unless someone is about to use it. */
  durationMs?: number
  onDismissed?: () => void
}

export interface TodoState {
  items: Item[]
  /** Deleted on the page, but not yet by the backend. */
  hidden: ReadonlySet<string>
  nextCursor: string | null
  filter: Filter
  search: string
  phase: 'loading' | 'ready' | 'failed'
  loadingMore: boolean
  problem: string
  notices: Notice[]
  /** For screen readers. */
  announcement: string
}

export const initialState: TodoState = {
  items: [],
  hidden: new Set(),
  nextCursor: null,
  filter: 'all',
  search: '',
  phase: 'loading',
  loadingMore: false,
  problem: '',
  notices: [],
  announcement: '',
}

export const createConfirmedItem = (todo: Todo, key = todo.id): Item => ({ ...todo, key, confirmed: todo })

export function createItem(title: string, key: string, now = new Date().toISOString()): Item {
  return { id: key, key, title, description: null, completed: false, version: 0, created_at: now, updated_at: now }
}

/** What the list shows: a change shows at once whether a todo still belongs to what was asked for. */
export function visibleItems({ items, hidden, filter }: TodoState): Item[] {
  const matchesFilter = ({ completed }: Item) => filter === 'all' || completed === (filter === 'done')
  return items.filter((item) => matchesFilter(item) && !hidden.has(item.id))
}

export function replaceItem(items: Item[], key: string, changes: Partial<Item>): Item[] {
  return items.map((item) => (item.key === key ? { ...item, ...changes } : item))
}

/** The backend's newest page(s) with what it can not know yet: todos being added, and those whose change is under way. */
export function mergeItems(known: Item[], todos: Todo[], isBusy: (key: string) => boolean): Item[] {
  const byId = new Map(known.map((item) => [item.id, item]))
  const newItems = todos.map((todo) => {
    const item = byId.get(todo.id)
    return item && isBusy(item.key) ? item : createConfirmedItem(todo, item?.key)
  })
  return [...known.filter((item) => !item.confirmed), ...newItems]
}

/** Adds a page; a todo that moved between two pages is not shown twice. */
export function appendItems(known: Item[], todos: Todo[]): Item[] {
  const ids = new Set(known.map(({ id }) => id))
  return [...known, ...todos.filter(({ id }) => !ids.has(id)).map((todo) => createConfirmedItem(todo))]
}
