import { useEffect, useState } from 'react'
import type { Notice } from '../../lib/todos/todo-state.ts'
import { Icon } from '../icons.tsx'
import ui from '../ui.module.css'
import styles from './notices.module.css'

interface Props {
  notice: Notice
  onDismiss: (id: string, actionUsed?: boolean) => void
}

/** The time limit is paused while the pointer or the focus is on the notice. */
function NoticeCard({ notice, onDismiss }: Readonly<Props>) {
  const [paused, setPaused] = useState(false)
  const { id, durationMs, action } = notice
  useEffect(() => {
    if (paused || durationMs === undefined) return undefined
    const timer = setTimeout(() => onDismiss(id), durationMs)
    return () => clearTimeout(timer)
  }, [paused, id, durationMs, onDismiss])
  const pause = () => setPaused(true)
  const resume = () => setPaused(false)

  return (
    <li
      className={styles['notice']}
      data-tone={notice.tone}
      onMouseEnter={pause}
      onMouseLeave={resume}
      onFocus={pause}
      onBlur={resume}
    >
      <span className={styles['text']}>{notice.text}</span>
      {action && (
        <button type="button" className={ui['quiet']} onClick={() => onDismiss(id, true)}>
          {action.label}
        </button>
      )}
      <button type="button" className={styles['close']} aria-label="Dismiss" onClick={() => onDismiss(id)}>
        <Icon name="close" />
      </button>
    </li>
  )
}

/** Always rendered: screen readers announce new notices only in a list that already exists. */
export function Notices({ notices, onDismiss }: Readonly<{ notices: Notice[]; onDismiss: Props['onDismiss'] }>) {
  return (
    <ul className={styles['notices']} aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} onDismiss={onDismiss} />
      ))}
    </ul>
  )
}
