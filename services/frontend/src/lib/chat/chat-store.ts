import { createUuid, describeError } from '../api.ts'
import { Store } from '../store.ts'
import type { ChatApi, Message } from './chat.ts'

export interface ChatState {
  messages: Message[]
  /** Sent but not yet answered. */
  pendingMessage: Message | undefined
  earlierCursor: string | null
  phase: 'loading' | 'ready' | 'failed'
  problem: string
  /** A message that could not be sent, to restore it in the input field. */
  draft: string
}

const initialState: ChatState = {
  messages: [],
  pendingMessage: undefined,
  earlierCursor: null,
  phase: 'loading',
  problem: '',
  draft: '',
}

/** Oldest first; a message comes before an answer with the same time. Duplicates are removed. */
function sortMessages(messages: Message[]): Message[] {
  const unique = [...new Map(messages.map((message) => [message.id, message])).values()]
  return unique.sort(
    (a, b) =>
      a.created_at.localeCompare(b.created_at) || Number(a.role === 'assistant') - Number(b.role === 'assistant'),
  )
}

export class ChatStore extends Store<ChatState> {
  readonly #api: ChatApi
  /** Called before sending a message, and after a message that may have changed todos. */
  readonly #hooks: { beforeSend(): Promise<void>; onTodosChanged(): void }

  constructor(api: ChatApi, hooks: { beforeSend(): Promise<void>; onTodosChanged(): void }) {
    super(initialState)
    this.#api = api
    this.#hooks = hooks
  }

  async load(earlier?: string): Promise<void> {
    const { problem: before } = this.current()
    try {
      const page = await this.#api.history(earlier)
      const { messages: currentMessages, problem } = this.current()
      const messages = sortMessages([...page.items, ...currentMessages])
      // Keeps a problem that another request has reported in the meantime.
      this.set({
        messages,
        earlierCursor: page.next_cursor,
        phase: 'ready',
        problem: problem === before ? '' : problem,
      })
    } catch (error) {
      const phase = this.current().phase === 'ready' ? 'ready' : 'failed'
      this.set({ phase, problem: `The conversation could not be loaded. ${describeError(error)}` })
    }
  }

  async sendMessage(text: string): Promise<void> {
    if (this.current().pendingMessage) return
    const pendingMessage: Message = { id: createUuid(), role: 'user', text, created_at: new Date().toISOString() }
    this.set({ pendingMessage, problem: '', draft: '' })
    try {
      await this.#hooks.beforeSend()
      const { messages, changed } = await this.#api.sendMessage(text)
      this.set({
        messages: sortMessages([...this.current().messages, ...messages]),
        pendingMessage: undefined,
        phase: 'ready',
      })
      if (changed) this.#hooks.onTodosChanged()
    } catch (error) {
      this.set({
        pendingMessage: undefined,
        draft: text,
        problem: `Your message was not answered. ${describeError(error)}`,
      })
      // The backend may have carried it out, and only the answer was lost.
      this.#hooks.onTodosChanged()
    }
  }

  async clear(): Promise<void> {
    try {
      await this.#api.clear()
      this.set({ messages: [], earlierCursor: null, problem: '' })
    } catch (error) {
      this.set({ problem: `The conversation was not deleted. ${describeError(error)}` })
    }
  }
}
