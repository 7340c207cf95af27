import { newKey, reason } from '../api.ts'
import { Store } from '../store.ts'
import type { ChatApi, Message } from './chat.ts'

export interface ChatState {
  messages: Message[]
  /** Said, but not answered yet. */
  saying: Message | undefined
  earlier: string | null
  phase: 'loading' | 'ready' | 'failed'
  problem: string
  /** What to put into the field again: it did not arrive. */
  draft: string
}

const emptyState: ChatState = {
  messages: [],
  saying: undefined,
  earlier: null,
  phase: 'loading',
  problem: '',
  draft: '',
}

/** Oldest first, whatever order a page has; what was said at the same instant was said before it was answered. */
function inOrder(messages: Message[]): Message[] {
  const unique = [...new Map(messages.map((message) => [message.id, message])).values()]
  return unique.sort(
    (a, b) =>
      a.created_at.localeCompare(b.created_at) || Number(a.role === 'assistant') - Number(b.role === 'assistant'),
  )
}

export class ChatStore extends Store<ChatState> {
  readonly #api: ChatApi
  /** What else the page has to do before and after a message that may change todos. */
  readonly #around: { before(): Promise<void>; changed(): void }

  constructor(api: ChatApi, around: { before(): Promise<void>; changed(): void }) {
    super(emptyState)
    this.#api = api
    this.#around = around
  }

  async load(earlier?: string): Promise<void> {
    const { problem: before } = this.current()
    try {
      const page = await this.#api.history(earlier)
      const { messages: known, problem } = this.current()
      const messages = inOrder([...page.items, ...known])
      // What went wrong in the meantime is no affair of this answer's.
      this.set({ messages, earlier: page.next_cursor, phase: 'ready', problem: problem === before ? '' : problem })
    } catch (error) {
      const phase = this.current().phase === 'ready' ? 'ready' : 'failed'
      this.set({ phase, problem: `The conversation can not be shown. ${reason(error)}` })
    }
  }

  async say(text: string): Promise<void> {
    if (this.current().saying) return
    const saying: Message = { id: newKey(), role: 'user', text, created_at: new Date().toISOString() }
    this.set({ saying, problem: '', draft: '' })
    try {
      await this.#around.before()
      const { messages, changed } = await this.#api.say(text)
      this.set({ messages: inOrder([...this.current().messages, ...messages]), saying: undefined, phase: 'ready' })
      if (changed) this.#around.changed()
    } catch (error) {
      this.set({ saying: undefined, draft: text, problem: `There is no answer to this. ${reason(error)}` })
      // It may have been understood all the same: only its answer is missing.
      this.#around.changed()
    }
  }

  async clear(): Promise<void> {
    try {
      await this.#api.clear()
      this.set({ messages: [], earlier: null, problem: '' })
    } catch (error) {
      this.set({ problem: `The conversation was not deleted. ${reason(error)}` })
    }
  }
}
