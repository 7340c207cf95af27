import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/lib/api.ts'
import type { ChatApi, Message } from '../../src/lib/chat/chat.ts'
import { ChatStore } from '../../src/lib/chat/chat-store.ts'
import { away } from '../helpers/todo-store.ts'

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`
const message = (id: string, second: number, role: Message['role'] = 'user'): Message => ({
  id,
  role,
  text: `text of ${id}`,
  created_at: at(second),
})
const question = message('question', 5)
const answer = message('answer', 5, 'assistant')

function newChat(api: Partial<ChatApi> = {}) {
  const log: string[] = []
  const around = {
    before: async () => void log.push('before'),
    changed: () => void log.push('changed'),
  }
  const whole: ChatApi = {
    say: async (text) => {
      log.push(`say ${text}`)
      return { messages: [question, answer], changed: true }
    },
    history: async () => ({ items: [], next_cursor: null }),
    clear: async () => undefined,
    ...api,
  }
  const store = new ChatStore(whole, around)
  const ids = () => store.current().messages.map(({ id }) => id)
  return { store, log, ids }
}

/** Something that comes when the test says so. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

const fail = async () => {
  throw away
}

describe('the conversation', () => {
  it('is shown oldest first, the answer after what it answers', async () => {
    const items = [answer, message('old', 1), question]
    const { store, ids } = newChat({ history: async () => ({ items, next_cursor: 'before' }) })
    expect(store.current().phase).toBe('loading')
    await store.load()
    expect(ids()).toEqual(['old', 'question', 'answer'])
    expect(store.current()).toMatchObject({ phase: 'ready', earlier: 'before', problem: '' })
  })

  it('grows by earlier pages, each message once', async () => {
    const pages: Record<string, Awaited<ReturnType<ChatApi['history']>>> = {
      '': { items: [question, answer], next_cursor: 'more' },
      more: { items: [message('old', 1), question], next_cursor: null },
    }
    const { store, ids } = newChat({ history: async (cursor = '') => pages[cursor] ?? expect.unreachable() })
    await store.load()
    await store.load('more')
    expect([ids(), store.current().earlier]).toEqual([['old', 'question', 'answer'], null])
  })

  it('that can not be had is a failure with words, and can be asked for again', async () => {
    let history: ChatApi['history'] = fail
    const { store } = newChat({ history: () => history() })
    await store.load()
    expect(store.current()).toMatchObject({
      phase: 'failed',
      problem: 'The conversation can not be shown. The todo service does not answer at the moment.',
    })
    history = async () => ({ items: [question], next_cursor: null })
    await store.load()
    expect(store.current()).toMatchObject({ phase: 'ready', problem: '' })
  })

  it('stays on the page when an earlier part of it can not be had', async () => {
    const history = async (cursor?: string) => (cursor ? fail() : { items: [question], next_cursor: 'more' })
    const { store, ids } = newChat({ history })
    await store.load()
    await store.load('more')
    expect([store.current().phase, ids()]).toEqual(['ready', ['question']])
  })

  it('that comes late does not take away the words about a message that failed', async () => {
    const page = later<Awaited<ReturnType<ChatApi['history']>>>()
    const { store } = newChat({ history: () => page.promise, say: fail })
    const loading = store.load()
    await store.say('add milk')
    page.resolve({ items: [], next_cursor: null })
    await loading
    expect(store.current()).toMatchObject({ phase: 'ready', draft: 'add milk' })
    expect(store.current().problem).toContain('There is no answer to this.')
  })
})

describe('a message', () => {
  it('is shown at once, and together with its answer once that is there', async () => {
    const reply = later<Awaited<ReturnType<ChatApi['say']>>>()
    const { store, ids } = newChat({ say: () => reply.promise })
    const saying = store.say('add milk')
    expect(store.current().saying).toMatchObject({ role: 'user', text: 'add milk' })
    reply.resolve({ messages: [question, answer], changed: false })
    await saying
    expect([ids(), store.current().saying]).toEqual([['question', 'answer'], undefined])
  })

  it('goes out after what the page had to do before, and the list hears of changes', async () => {
    const { store, log } = newChat()
    await store.say('add milk')
    expect(log).toEqual(['before', 'say add milk', 'changed'])
  })

  it('that changed nothing leaves the list alone', async () => {
    const { store, log } = newChat({ say: async () => ({ messages: [question, answer], changed: false }) })
    await store.say('list')
    expect(log).toEqual(['before'])
  })

  it('waits for no other: a second one is not sent meanwhile', async () => {
    const { store, log } = newChat()
    await Promise.all([store.say('one'), store.say('two')])
    expect(log.filter((what) => what.startsWith('say'))).toEqual(['say one'])
  })

  it.each([
    ['the backend is away', away, 'The todo service does not answer at the moment.'],
    ['the session has ended', new ApiError(401, 'Your session has ended.'), 'Your session has ended.'],
    ['the answer makes no sense', new SyntaxError('x'), 'something that this page does not understand.'],
  ])('comes back to the field when %s, and the list looks whether it was understood', async (_, error, words) => {
    const { store, log, ids } = newChat({ say: () => Promise.reject(error) })
    await store.say('add milk')
    expect(store.current()).toMatchObject({ saying: undefined, draft: 'add milk' })
    expect(store.current().problem).toMatch(/^There is no answer to this\. /)
    expect(store.current().problem).toContain(words)
    expect([log, ids()]).toEqual([['before', 'changed'], []])
  })

  it('that comes back twice is given back twice', async () => {
    const { store } = newChat({ say: fail })
    const drafts: string[] = []
    store.subscribe(() => drafts.push(store.current().draft))
    await store.say('add milk')
    await store.say('add milk')
    // Empty in between: a field that sees no change puts nothing back.
    expect(drafts).toEqual(['', 'add milk', '', 'add milk'])
  })
})

describe('forgetting', () => {
  it('empties the conversation', async () => {
    const { store, ids } = newChat()
    await store.say('add milk')
    await store.clear()
    expect([ids(), store.current().earlier]).toEqual([[], null])
  })

  it('that failed leaves it, with words', async () => {
    const { store, ids } = newChat({ clear: fail })
    await store.say('add milk')
    await store.clear()
    expect(ids()).toEqual(['question', 'answer'])
    expect(store.current().problem).toMatch(/^The conversation was not deleted\. The todo service/)
  })
})
