import { type FormEvent, useEffect, useRef } from 'react'
import { MESSAGE_MAX_LENGTH } from '../../lib/chat/chat.ts'
import { Icon } from '../icons.tsx'
import ui from '../ui.module.css'
import { useHydrated } from '../use-hydrated.ts'
import styles from './chat-panel.module.css'

interface Props {
  busy: boolean
  draft: string
  onSend: (text: string) => void
}

export function MessageForm({ busy, draft, onSend }: Readonly<Props>) {
  const input = useRef<HTMLInputElement>(null)
  const hydrated = useHydrated()

  // Restores a message that could not be sent, unless the user is already writing the next one.
  useEffect(() => {
    if (draft && input.current && !input.current.value) input.current.value = draft
  }, [draft])

  function submit(event: FormEvent) {
    event.preventDefault()
    const text = input.current?.value.trim()
    if (!input.current || !text || busy) return
    input.current.value = ''
    onSend(text)
  }

  return (
    <form className={styles['say']} onSubmit={submit} method="post">
      <label htmlFor="message" className={ui['hidden']}>
        Message to the chatbot
      </label>
      <input
        ref={input}
        id="message"
        className={ui['input']}
        placeholder="Tell me what to do…"
        maxLength={MESSAGE_MAX_LENGTH}
        autoComplete="off"
        enterKeyHint="send"
      />
      <button type="submit" className={ui['primary']} aria-label="Send" disabled={busy || !hydrated}>
        <Icon name="send" />
      </button>
    </form>
  )
}
