import { useCallback } from 'react'
import type { TodoStore } from '../../lib/todos/todo-store.ts'
import ui from '../ui.module.css'
import { useStore } from '../use-store.ts'
import { AddForm } from './add-form.tsx'
import { Notices } from './notices.tsx'
import { TodoList } from './todo-list.tsx'
import styles from './todo-panel.module.css'
import { Toolbar } from './toolbar.tsx'

export function TodoPanel({ store }: Readonly<{ store: TodoStore }>) {
  const state = useStore(store)
  const dismiss = useCallback((id: string, actionUsed?: boolean) => store.dismiss(id, actionUsed), [store])
  return (
    <section className={styles['panel']} aria-labelledby="todos-heading">
      <h1 id="todos-heading" className={styles['heading']} tabIndex={-1}>
        Your todos
      </h1>
      <AddForm onAdd={(title) => void store.add(title)} />
      <Toolbar filter={state.filter} search={state.search} onShow={(changes) => void store.show(changes)} />
      <TodoList store={store} state={state} />
      <Notices notices={state.notices} onDismiss={dismiss} />
      <p role="status" className={ui['hidden']}>
        {state.announcement}
      </p>
    </section>
  )
}
