import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { DESCRIPTION_MAX_LENGTH, TITLE_MAX_LENGTH, type TodoText } from '../../lib/todos/todo.ts'
import ui from '../ui.module.css'
import styles from './todo-list.module.css'

interface Props {
  base: TodoText
  /** Called without a text if the user cancels. */
  onClose: (text?: TodoText) => void
}

function textOf(form: HTMLFormElement): TodoText {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return { title: text('title'), description: text('description').replaceAll('\r\n', '\n') || null }
}

function Fields({ base, id }: Readonly<{ base: TodoText; id: string }>) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.select()
  }, [])
  return (
    <>
      <label htmlFor={`${id}-title`}>Title</label>
      <input
        ref={input}
        id={`${id}-title`}
        name="title"
        className={ui['input']}
        defaultValue={base.title}
        maxLength={TITLE_MAX_LENGTH}
        // Rejects a title of spaces, which `required` would accept.
        pattern=".*\S.*"
        title="Enter a title."
        autoComplete="off"
        required
      />
      <label htmlFor={`${id}-description`}>Description</label>
      <textarea
        id={`${id}-description`}
        name="description"
        className={ui['input']}
        defaultValue={base.description ?? ''}
        maxLength={DESCRIPTION_MAX_LENGTH}
        rows={3}
      />
    </>
  )
}

export function EditForm({ base, onClose }: Readonly<Props>) {
  const id = useId()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    onClose(textOf(event.currentTarget))
  }

  function keyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
  }

  return (
    <form className={styles['edit']} onSubmit={submit} onKeyDown={keyDown} aria-label={`Edit ${base.title}`}>
      <Fields base={base} id={id} />
      <div className={styles['buttons']}>
        <button type="submit" className={ui['primary']}>
          Save
        </button>
        <button type="button" className={ui['quiet']} onClick={() => onClose()}>
          Cancel
        </button>
      </div>
    </form>
  )
}
