'use client'

import { useState } from 'react'
import { ChatPanel } from './chat/chat-panel.tsx'
import { Header } from './header.tsx'
import { TodoPanel } from './todos/todo-panel.tsx'
import { useStores } from './use-stores.ts'
import styles from './workspace.module.css'

const viewLabels = { todos: 'Todos', chat: 'Chat' } as const
type View = keyof typeof viewLabels

/** A phone shows one panel at a time. */
function ViewSwitch({ view, onChange }: Readonly<{ view: View; onChange: (view: View) => void }>) {
  return (
    <nav className={styles['switch']} aria-label="Panels">
      {(Object.keys(viewLabels) as View[]).map((name) => (
        <button key={name} type="button" aria-pressed={view === name} onClick={() => onChange(name)}>
          {viewLabels[name]}
        </button>
      ))}
    </nav>
  )
}

export function Workspace({ user }: Readonly<{ user: { name: string; email: string } }>) {
  const { todos, chat } = useStores()
  const [view, setView] = useState<View>('todos')
  return (
    <div className={styles['page']}>
      <Header user={user} beforeSignOut={() => todos.settle()} />
      <ViewSwitch view={view} onChange={setView} />
      <main className={styles['panels']} data-view={view}>
        <TodoPanel store={todos} />
        <ChatPanel store={chat} />
      </main>
    </div>
  )
}
