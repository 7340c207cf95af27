import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../lib/chat/chat.ts'
import type { ChatState, ChatStore } from '../../lib/chat/chat-store.ts'
import ui from '../ui.module.css'
import { useStore } from '../use-store.ts'
import styles from './chat-panel.module.css'
import { MessageForm } from './message-form.tsx'

function Bubble({ message, pending = false }: Readonly<{ message: Message; pending?: boolean }>) {
  return (
    <li className={styles['message']} data-role={message.role} data-pending={pending}>
      <span className={ui['hidden']}>{message.role === 'user' ? 'You:' : 'Chatbot:'} </span>
      {message.text}
    </li>
  )
}

function Conversation({ state, onEarlier }: Readonly<{ state: ChatState; onEarlier: () => void }>) {
  const log = useRef<HTMLDivElement>(null)
  const last = state.pendingMessage?.id ?? state.messages.at(-1)?.id
  // With braces, because scrollTo returns a promise in newer browsers, which React would take for a clean-up function.
  useEffect(() => {
    if (last) log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [last])
  const isEmpty = state.phase === 'ready' && state.messages.length === 0 && !state.pendingMessage
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <div ref={log} className={styles['log']} role="log" aria-label="Conversation" tabIndex={0}>
      {state.earlierCursor && (
        <button type="button" className={ui['quiet']} onClick={onEarlier}>
          Show earlier messages
        </button>
      )}
      {isEmpty && (
        <p className={styles['empty']}>
          Try “add buy milk”, “what is open?” or “done with buy milk”. Type “help” to see all commands.
        </p>
      )}
      <ol className={styles['messages']}>
        {state.messages.map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
        {state.pendingMessage && <Bubble message={state.pendingMessage} pending />}
      </ol>
    </div>
  )
}

function ClearButton({ onClear }: Readonly<{ onClear: () => void }>) {
  const [confirming, setConfirming] = useState(false)
  const close = (clear: boolean) => {
    setConfirming(false)
    if (clear) onClear()
  }
  if (!confirming) {
    return (
      <button type="button" className={ui['quiet']} onClick={() => setConfirming(true)}>
        Clear
      </button>
    )
  }
  return (
    <span className={styles['sure']}>
      Delete chat?
      <button type="button" className={ui['quiet']} onClick={() => close(true)}>
        Delete
      </button>
      <button type="button" className={ui['quiet']} onClick={() => close(false)}>
        Keep
      </button>
    </span>
  )
}

export function ChatPanel({ store }: Readonly<{ store: ChatStore }>) {
  const state = useStore(store)
  return (
    <section className={styles['panel']} aria-labelledby="chat-heading">
      <div className={styles['top']}>
        <h2 id="chat-heading">Chat</h2>
        {state.messages.length > 0 && <ClearButton onClear={() => void store.clear()} />}
      </div>
      <Conversation state={state} onEarlier={() => void store.load(state.earlierCursor ?? undefined)} />
      <div role="alert" className={styles['alert']}>
        {state.problem && <p className={ui['problem']}>{state.problem}</p>}
      </div>
      {state.phase === 'failed' && (
        <button type="button" className={ui['quiet']} onClick={() => void store.load()}>
          Try again
        </button>
      )}
      <MessageForm
        busy={state.pendingMessage !== undefined}
        draft={state.draft}
        onSend={(text) => void store.sendMessage(text)}
      />
    </section>
  )
}
