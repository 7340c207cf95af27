import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'
import type { Item } from '../../lib/todos/todo-state.ts'

/** When the row with the focus is removed, moves the focus to the next row, or to the heading if there are no rows. */
export function useKeptFocus(list: RefObject<HTMLUListElement | null>, items: Item[]) {
  const row = useRef<number>(undefined)

  useEffect(() => {
    if (row.current === undefined || document.activeElement !== document.body) return
    const boxes = list.current?.querySelectorAll<HTMLElement>('input[type=checkbox]') ?? []
    const next = boxes[Math.min(row.current, boxes.length - 1)] ?? document.getElementById('todos-heading')
    next?.focus()
  }, [items.length, list])

  return {
    onFocus({ target }: FocusEvent) {
      const rows = [...(list.current?.children ?? [])]
      row.current = rows.findIndex((candidate) => candidate.contains(target))
    },
    onBlur({ target }: FocusEvent) {
      // A removed element loses the focus too, and then the row is still needed.
      setTimeout(() => {
        const inside = list.current?.contains(document.activeElement)
        if (target.isConnected && !inside) row.current = undefined
      })
    },
  }
}
