import { useEffect, useRef, useState } from 'react'
import type { Message } from '../../lib/chat/chat.ts'
import type { ChatState, ChatStore } from '../../lib/chat/chat-store.ts'
import ui from '../ui.module.css'
import { useStore } from '../use-store.ts'
import styles from './chat-panel.module.css'
import { SayForm } from './say-form.tsx'

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
  const last = state.saying?.id ?? state.messages.at(-1)?.id
  // With braces: in newer browsers scrollTo returns a promise, which React would take for the effect's clean-up.
  useEffect(() => {
    if (last) log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [last])
  const isEmpty = state.phase === 'ready' && state.messages.length === 0 && !state.saying
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <div ref={log} className={styles['log']} role="log" aria-label="Conversation" tabIndex={0}>
      {state.earlier && (
        <button type="button" className={ui['quiet']} onClick={onEarlier}>
          Show earlier messages
        </button>
      )}
      {isEmpty && (
        <p className={styles['empty']}>
          Say “add buy milk”, “what is open?” or “done with buy milk”. “help” lists all that is understood.
        </p>
      )}
      <ol className={styles['messages']}>
        {state.messages.map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
        {state.saying && <Bubble message={state.saying} pending />}
      </ol>
    </div>
  )
}

function Clear({ onClear }: Readonly<{ onClear: () => void }>) {
  const [asked, setAsked] = useState(false)
  const act = (clear: boolean) => {
    setAsked(false)
    if (clear) onClear()
  }
  if (!asked) {
    return (
      <button type="button" className={ui['quiet']} onClick={() => setAsked(true)}>
        Clear
      </button>
    )
  }
  return (
    <span className={styles['sure']}>
      Delete it all?
      <button type="button" className={ui['quiet']} onClick={() => act(true)}>
        Delete
      </button>
      <button type="button" className={ui['quiet']} onClick={() => act(false)}>
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
        {state.messages.length > 0 && <Clear onClear={() => void store.clear()} />}
      </div>
      <Conversation state={state} onEarlier={() => void store.load(state.earlier ?? undefined)} />
      <div role="alert" className={styles['alert']}>
        {state.problem && <p className={ui['problem']}>{state.problem}</p>}
      </div>
      {state.phase === 'failed' && (
        <button type="button" className={ui['quiet']} onClick={() => void store.load()}>
          Try again
        </button>
      )}
      <SayForm busy={state.saying !== undefined} draft={state.draft} onSay={(text) => void store.say(text)} />
    </section>
  )
}
