import { useRef, useState } from 'react'
import type { TodoText } from '../../lib/todos/todo.ts'
import type { Item } from '../../lib/todos/todo-state.ts'
import type { TodoStore } from '../../lib/todos/todo-store.ts'
import { Icon } from '../icons.tsx'
import { EditForm } from './edit-form.tsx'
import styles from './todo-list.module.css'

interface Props {
  item: Item
  store: TodoStore
}

function Actions({ item, store, onEdit }: Readonly<Props & { onEdit: () => void }>) {
  const pending = item.confirmed === undefined
  return (
    <div className={styles['actions']}>
      <button type="button" data-edit aria-label={`Edit ${item.title}`} disabled={pending} onClick={onEdit}>
        <Icon name="edit" />
      </button>
      <button type="button" aria-label={`Delete ${item.title}`} disabled={pending} onClick={() => store.remove(item)}>
        <Icon name="delete" />
      </button>
    </div>
  )
}

export function TodoRow({ item, store }: Readonly<Props>) {
  const row = useRef<HTMLLIElement>(null)
  const [originalText, setOriginalText] = useState<TodoText>()

  function close(text?: TodoText) {
    if (originalText && text) void store.edit(item, originalText, text)
    setOriginalText(undefined)
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('[data-edit]')?.focus())
  }

  return (
    <li ref={row} className={styles['row']} data-done={item.completed} data-pending={item.confirmed === undefined}>
      {originalText ? (
        <EditForm base={originalText} onClose={close} />
      ) : (
        <>
          <label className={styles['label']}>
            <input
              type="checkbox"
              checked={item.completed}
              disabled={item.confirmed === undefined}
              onChange={() => void store.toggle(item)}
            />
            <span className={styles['title']}>{item.title}</span>
          </label>
          <Actions
            item={item}
            store={store}
            onEdit={() => setOriginalText({ title: item.title, description: item.description })}
          />
          {item.description && <p className={styles['description']}>{item.description}</p>}
        </>
      )}
    </li>
  )
}
