import { type RefObject, useRef } from 'react'
import { type Item, type TodoState, visibleItems } from '../../lib/todos/todo-state.ts'
import type { TodoStore } from '../../lib/todos/todo-store.ts'
import ui from '../ui.module.css'
import styles from './todo-list.module.css'
import { TodoRow } from './todo-row.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

function emptyListText({ filter, search }: TodoState): string {
  if (search) return `No todos match “${search}”.`
  if (filter === 'open') return 'No open todos. Well done!'
  if (filter === 'done') return 'No todos are done yet.'
  return 'No todos yet. Add your first one above or in the chat.'
}

function LoadError({ problem, onRetry }: Readonly<{ problem: string; onRetry: () => void }>) {
  return (
    <div className={styles['empty']} role="alert">
      <p>Your todos could not be loaded. {problem}</p>
      <button type="button" className={ui['primary']} onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

interface RowsProps {
  store: TodoStore
  items: Item[]
  list: RefObject<HTMLUListElement | null>
}

function Rows({ store, items, list }: Readonly<RowsProps>) {
  const focus = useKeptFocus(list, items)
  return (
    <ul ref={list} className={styles['list']} aria-label="Todos" {...focus}>
      {items.map((item) => (
        <TodoRow key={item.key} item={item} store={store} />
      ))}
    </ul>
  )
}

export function TodoList({ store, state }: Readonly<{ store: TodoStore; state: TodoState }>) {
  const list = useRef<HTMLUListElement>(null)
  const items = visibleItems(state)
  if (state.phase === 'failed') return <LoadError problem={state.problem} onRetry={() => void store.show({})} />
  const isEmpty = state.phase === 'ready' && items.length === 0

  async function loadMore() {
    await store.loadMore()
    const boxes = list.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]')
    boxes?.[items.length]?.focus()
  }

  return (
    <div aria-busy={state.phase === 'loading'}>
      {state.phase === 'loading' && items.length === 0 && <p className={styles['empty']}>Loading your todos…</p>}
      {isEmpty && !state.nextCursor && <p className={styles['empty']}>{emptyListText(state)}</p>}
      <Rows store={store} items={items} list={list} />
      {state.nextCursor && (
        <button
          type="button"
          className={`${ui['quiet']} ${styles['more']}`}
          disabled={state.loadingMore}
          onClick={loadMore}
        >
          {state.loadingMore ? 'Loading…' : 'Load more'}
        </button>
      )}
    </div>
  )
}
