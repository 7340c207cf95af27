import { createUuid, describeError } from '../api.ts'
import { Store } from '../store.ts'
import type { ChatApi, Message } from './chat.ts'

export interface ChatState {
  messages: Message[]
  /** Said, but not answered yet. */
  pendingMessage: Message | undefined
  earlierCursor: string | null
  phase: 'loading' | 'ready' | 'failed'
  problem: string
  /** What to put into the field again: it did not arrive. */
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

/** Oldest first, whatever order a page has; what was said at the same instant was said before it was answered. */
function sortMessages(messages: Message[]): Message[] {
  const unique = [...new Map(messages.map((message) => [message.id, message])).values()]
  return unique.sort(
    (a, b) =>
      a.created_at.localeCompare(b.created_at) || Number(a.role === 'assistant') - Number(b.role === 'assistant'),
  )
}

export class ChatStore extends Store<ChatState> {
  readonly #api: ChatApi
  /** What else the page has to do before and after a message that may change todos. */
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
      const { messages: known, problem } = this.current()
      const messages = sortMessages([...page.items, ...known])
      // What went wrong in the meantime is no affair of this answer's.
      this.set({
        messages,
        earlierCursor: page.next_cursor,
        phase: 'ready',
        problem: problem === before ? '' : problem,
      })
    } catch (error) {
      const phase = this.current().phase === 'ready' ? 'ready' : 'failed'
      this.set({ phase, problem: `The conversation can not be shown. ${describeError(error)}` })
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
        problem: `There is no answer to this. ${describeError(error)}`,
      })
      // It may have been understood all the same: only its answer is missing.
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
