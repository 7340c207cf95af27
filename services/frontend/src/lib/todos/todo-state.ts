import type { Filter, Todo } from './todo.ts'

/** A todo in the list, possibly with changes that the backend hasn't confirmed yet. */
export interface Item extends Todo {
  /** Stays the same when the backend assigns an id. */
  key: string
  /** The version that the backend last returned; undefined while the todo is being added. */
  confirmed?: Todo | undefined
}

export interface Notice {
  id: string
  tone: 'info' | 'problem'
  text: string
  action?: { label: string; run: () => void }
  /** Dismissed automatically after this time, which pauses while the user is on the notice. */
  durationMs?: number
  onDismissed?: () => void
}

export interface TodoState {
  items: Item[]
  /** Ids of todos that are deleted on the page but not yet in the backend. */
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

/** The visible items. A change takes effect at once: a todo that no longer matches the filter disappears. */
export function visibleItems({ items, hidden, filter }: TodoState): Item[] {
  const matchesFilter = ({ completed }: Item) => filter === 'all' || completed === (filter === 'done')
  return items.filter((item) => matchesFilter(item) && !hidden.has(item.id))
}

export function replaceItem(items: Item[], key: string, changes: Partial<Item>): Item[] {
  return items.map((item) => (item.key === key ? { ...item, ...changes } : item))
}

/** Merges the backend's todos with unconfirmed ones: todos being added, and todos with pending changes. */
export function mergeItems(currentItems: Item[], todos: Todo[], isBusy: (key: string) => boolean): Item[] {
  const byId = new Map(currentItems.map((item) => [item.id, item]))
  const newItems = todos.map((todo) => {
    const item = byId.get(todo.id)
    return item && isBusy(item.key) ? item : createConfirmedItem(todo, item?.key)
  })
  return [...currentItems.filter((item) => !item.confirmed), ...newItems]
}

/** Appends a page. A todo that moved between two pages is not shown twice. */
export function appendItems(currentItems: Item[], todos: Todo[]): Item[] {
  const ids = new Set(currentItems.map(({ id }) => id))
  return [...currentItems, ...todos.filter(({ id }) => !ids.has(id)).map((todo) => createConfirmedItem(todo))]
}
