import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/lib/api.ts'
import type { ChatApi, Message } from '../../src/lib/chat/chat.ts'
import { ChatStore } from '../../src/lib/chat/chat-store.ts'
import { unavailable } from '../helpers/todo-store.ts'

const timeAt = (second: number) => `2026-01-01T00:00:0${second}.000Z`
const message = (id: string, second: number, role: Message['role'] = 'user'): Message => ({
  id,
  role,
  text: `text of ${id}`,
  created_at: timeAt(second),
})
const question = message('question', 5)
const answer = message('answer', 5, 'assistant')

function newChat(api: Partial<ChatApi> = {}) {
  const log: string[] = []
  const hooks = {
    beforeSend: async () => void log.push('before'),
    onTodosChanged: () => void log.push('changed'),
  }
  const fullApi: ChatApi = {
    sendMessage: async (text) => {
      log.push(`say ${text}`)
      return { messages: [question, answer], changed: true }
    },
    history: async () => ({ items: [], next_cursor: null }),
    clear: async () => undefined,
    ...api,
  }
  const store = new ChatStore(fullApi, hooks)
  const ids = () => store.current().messages.map(({ id }) => id)
  return { store, log, ids }
}

/** A promise that the test resolves. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

const fail = async () => {
  throw unavailable
}

describe('the conversation', () => {
  it('is shown oldest first, each answer after its message', async () => {
    const items = [answer, message('old', 1), question]
    const { store, ids } = newChat({ history: async () => ({ items, next_cursor: 'before' }) })
    expect(store.current().phase).toBe('loading')
    await store.load()
    expect(ids()).toEqual(['old', 'question', 'answer'])
    expect(store.current()).toMatchObject({ phase: 'ready', earlierCursor: 'before', problem: '' })
  })

  it('grows by earlier pages, each message once', async () => {
    const pages: Record<string, Awaited<ReturnType<ChatApi['history']>>> = {
      '': { items: [question, answer], next_cursor: 'more' },
      more: { items: [message('old', 1), question], next_cursor: null },
    }
    const { store, ids } = newChat({ history: async (cursor = '') => pages[cursor] ?? expect.unreachable() })
    await store.load()
    await store.load('more')
    expect([ids(), store.current().earlierCursor]).toEqual([['old', 'question', 'answer'], null])
  })

  it('reports that it could not be loaded, and can be loaded again', async () => {
    let history: ChatApi['history'] = fail
    const { store } = newChat({ history: () => history() })
    await store.load()
    expect(store.current()).toMatchObject({
      phase: 'failed',
      problem: 'The conversation could not be loaded. The todo service is temporarily unavailable.',
    })
    history = async () => ({ items: [question], next_cursor: null })
    await store.load()
    expect(store.current()).toMatchObject({ phase: 'ready', problem: '' })
  })

  it('stays on the page if earlier messages could not be loaded', async () => {
    const history = async (cursor?: string) => (cursor ? fail() : { items: [question], next_cursor: 'more' })
    const { store, ids } = newChat({ history })
    await store.load()
    await store.load('more')
    expect([store.current().phase, ids()]).toEqual(['ready', ['question']])
  })

  it('keeps the problem of a message that failed while it was loading', async () => {
    const page = deferred<Awaited<ReturnType<ChatApi['history']>>>()
    const { store } = newChat({ history: () => page.promise, sendMessage: fail })
    const loading = store.load()
    await store.sendMessage('add milk')
    page.resolve({ items: [], next_cursor: null })
    await loading
    expect(store.current()).toMatchObject({ phase: 'ready', draft: 'add milk' })
    expect(store.current().problem).toContain('Your message was not answered.')
  })
})

describe('a message', () => {
  it('is shown at once, and together with its answer as soon as there is one', async () => {
    const reply = deferred<Awaited<ReturnType<ChatApi['sendMessage']>>>()
    const { store, ids } = newChat({ sendMessage: () => reply.promise })
    const sending = store.sendMessage('add milk')
    expect(store.current().pendingMessage).toMatchObject({ role: 'user', text: 'add milk' })
    reply.resolve({ messages: [question, answer], changed: false })
    await sending
    expect([ids(), store.current().pendingMessage]).toEqual([['question', 'answer'], undefined])
  })

  it('is sent after the page has settled its changes, and the list is reloaded', async () => {
    const { store, log } = newChat()
    await store.sendMessage('add milk')
    expect(log).toEqual(['before', 'say add milk', 'changed'])
  })

  it('that changed nothing does not reload the list', async () => {
    const { store, log } = newChat({ sendMessage: async () => ({ messages: [question, answer], changed: false }) })
    await store.sendMessage('list')
    expect(log).toEqual(['before'])
  })

  it('is not sent while another one waits for its answer', async () => {
    const { store, log } = newChat()
    await Promise.all([store.sendMessage('one'), store.sendMessage('two')])
    expect(log.filter((entry) => entry.startsWith('say'))).toEqual(['say one'])
  })

  it.each([
    ['the backend is unavailable', unavailable, 'The todo service is temporarily unavailable.'],
    ['the session has expired', new ApiError(401, 'Your session has expired.'), 'Your session has expired.'],
    ['the answer is invalid', new SyntaxError('x'), 'The service sent an unexpected response.'],
  ])('is restored in the input field if %s, and the list is reloaded', async (_, error, reason) => {
    const { store, log, ids } = newChat({ sendMessage: () => Promise.reject(error) })
    await store.sendMessage('add milk')
    expect(store.current()).toMatchObject({ pendingMessage: undefined, draft: 'add milk' })
    expect(store.current().problem).toMatch(/^Your message was not answered\. /)
    expect(store.current().problem).toContain(reason)
    expect([log, ids()]).toEqual([['before', 'changed'], []])
  })

  it('that fails twice is restored twice', async () => {
    const { store } = newChat({ sendMessage: fail })
    const drafts: string[] = []
    store.subscribe(() => drafts.push(store.current().draft))
    await store.sendMessage('add milk')
    await store.sendMessage('add milk')
    // Empty in between, because the input field restores the draft only when it changes.
    expect(drafts).toEqual(['', 'add milk', '', 'add milk'])
  })
})

describe('deleting the conversation', () => {
  it('empties the conversation', async () => {
    const { store, ids } = newChat()
    await store.sendMessage('add milk')
    await store.clear()
    expect([ids(), store.current().earlierCursor]).toEqual([[], null])
  })

  it('leaves it unchanged if that fails, and reports the problem', async () => {
    const { store, ids } = newChat({ clear: fail })
    await store.sendMessage('add milk')
    await store.clear()
    expect(ids()).toEqual(['question', 'answer'])
    expect(store.current().problem).toMatch(/^The conversation was not deleted\. The todo service/)
  })
})
