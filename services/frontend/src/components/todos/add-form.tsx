import { type FormEvent, useRef } from 'react'
import { TITLE_MAX_LENGTH } from '../../lib/todos/todo.ts'
import ui from '../ui.module.css'
import { useHydrated } from '../use-hydrated.ts'
import styles from './todo-panel.module.css'

export function AddForm({ onAdd }: Readonly<{ onAdd: (title: string) => void }>) {
  const input = useRef<HTMLInputElement>(null)
  const hydrated = useHydrated()

  function submit(event: FormEvent) {
    event.preventDefault()
    const title = input.current?.value.trim()
    if (input.current && title) {
      onAdd(title)
      input.current.value = ''
    }
    input.current?.focus()
  }

  return (
    <form className={styles['add']} onSubmit={submit} method="post">
      <label htmlFor="new-todo" className={ui['hidden']}>
        New todo
      </label>
      <input
        ref={input}
        id="new-todo"
        className={ui['input']}
        placeholder="What needs to be done?"
        maxLength={TITLE_MAX_LENGTH}
        autoComplete="off"
        enterKeyHint="done"
      />
      <button type="submit" className={ui['primary']} disabled={!hydrated}>
        Add
      </button>
    </form>
  )
}
