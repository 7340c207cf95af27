import { useEffect, useRef, useState } from 'react'
import type { Filter } from '../../lib/todos/todo.ts'
import { Icon } from '../icons.tsx'
import ui from '../ui.module.css'
import styles from './todo-panel.module.css'

const filterLabels = { all: 'All', open: 'Open', done: 'Done' } as const
const DEBOUNCE_MS = 250

interface Props {
  filter: Filter
  search: string
  onShow: (changes: { filter?: Filter; search?: string }) => void
}

/** Searches once the user stops typing, not at each keystroke. */
function Search({ search, onShow }: Readonly<Pick<Props, 'search' | 'onShow'>>) {
  const [text, setText] = useState(search)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Adding a todo clears the search.
  useEffect(() => setText(search), [search])
  useEffect(() => () => clearTimeout(timer.current), [])

  function change(value: string) {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onShow({ search: value }), DEBOUNCE_MS)
  }

  return (
    <search className={styles['search']}>
      <Icon name="search" />
      <input
        type="search"
        className={ui['input']}
        aria-label="Search todos"
        placeholder="Search"
        maxLength={200}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
    </search>
  )
}

export function Toolbar({ filter, search, onShow }: Readonly<Props>) {
  return (
    <div className={styles['toolbar']}>
      <fieldset className={styles['filters']}>
        <legend className={ui['hidden']}>Filter todos</legend>
        {(Object.keys(filterLabels) as Filter[]).map((name) => (
          <button key={name} type="button" aria-pressed={filter === name} onClick={() => onShow({ filter: name })}>
            {filterLabels[name]}
          </button>
        ))}
      </fieldset>
      <Search search={search} onShow={onShow} />
    </div>
  )
}
