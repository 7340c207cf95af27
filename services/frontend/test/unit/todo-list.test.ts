import { describe, expect, it } from 'vitest'
import { newStore, newTodo, unavailable } from '../helpers/todo-store.ts'

describe('deleting', () => {
  it('is sent to the backend only once it can no longer be undone', async () => {
    const { backend, store, titles, item, lastNotice } = await newStore(newTodo('1'), newTodo('2'))
    store.remove(item())
    expect([titles(), backend.requests]).toEqual([['Todo 2'], ['list all']])
    store.dismiss(lastNotice().id)
    await store.settle()
    expect([titles(), backend.todos.length, backend.requests.at(-1)]).toEqual([['Todo 2'], 1, 'remove 1 1'])
  })

  it('can be undone', async () => {
    const { backend, store, titles, item, lastNotice } = await newStore(newTodo('1'))
    store.remove(item())
    store.dismiss(lastNotice().id, true)
    await store.settle()
    expect([titles(), backend.requests]).toEqual([['Todo 1'], ['list all']])
  })

  it('is completed before the page does something else', async () => {
    const { backend, store, item } = await newStore(newTodo('1'))
    store.remove(item())
    await store.settle()
    expect([backend.todos, store.current().notices]).toEqual([[], []])
  })

  it('is reverted if the backend is unavailable, or if somebody else changed the todo', async () => {
    const { backend, store, titles, noticeTexts, item } = await newStore(newTodo('1'))
    backend.failure = unavailable
    store.remove(item())
    await store.settle()
    expect([titles(), noticeTexts()]).toEqual([
      ['Todo 1'],
      [expect.stringContaining('was not deleted. The todo service')],
    ])
    backend.failure = undefined
    backend.todos = [newTodo('1', { title: 'Theirs', version: 2 })]
    store.remove(item())
    await store.settle()
    expect(titles()).toEqual(['Theirs'])
  })

  it('a todo that is already deleted succeeds', async () => {
    const { backend, store, titles, noticeTexts, item } = await newStore(newTodo('1'))
    backend.todos = []
    store.remove(item())
    await store.settle()
    expect([titles(), noticeTexts()]).toEqual([[], []])
  })
})

describe('the list', () => {
  it('grows by pages', async () => {
    const { store, titles } = await newStore(...Array.from({ length: 45 }, (_, index) => newTodo(`${index}`)))
    expect(titles()).toHaveLength(20)
    await store.loadMore()
    await store.loadMore()
    expect([titles().length, new Set(titles()).size, store.current().nextCursor]).toEqual([45, 45, null])
  })

  it('that could not be loaded reports why, and keeps its todos', async () => {
    const { backend, store, titles, noticeTexts } = await newStore(newTodo('1'))
    backend.failure = unavailable
    await store.load()
    expect([titles(), noticeTexts()]).toEqual([['Todo 1'], [expect.stringContaining('may be out of date')]])
    await store.show({ filter: 'done' })
    expect(store.current()).toMatchObject({
      phase: 'failed',
      problem: 'The todo service is temporarily unavailable.',
    })
  })

  it('shows the result of the last request, whichever response arrives first', async () => {
    const { backend, store, titles } = await newStore(newTodo('1'), newTodo('2', { completed: true }))
    let answerLate = () => {}
    const list = backend.list.bind(backend)
    backend.list = async (query) => {
      if (query.filter === 'open')
        await new Promise<void>((resolve) => {
          answerLate = resolve
        })
      return list(query)
    }
    const slow = store.show({ filter: 'open' })
    await store.show({ filter: 'done' })
    answerLate()
    await slow
    expect(titles()).toEqual(['Todo 2'])
  })

  it('of another filter shows a todo whose change the backend has not answered yet', async () => {
    const { backend, store, titles, item } = await newStore(newTodo('1', { completed: true }))
    await store.show({ filter: 'done' })
    let answerLate = () => {}
    const change = backend.change.bind(backend)
    backend.change = async (...args) => {
      await new Promise<void>((resolve) => {
        answerLate = resolve
      })
      return await change(...args)
    }
    const reopened = store.toggle(item())
    const shown = store.show({ filter: 'open' })
    await new Promise((resolve) => setTimeout(resolve))
    answerLate()
    await Promise.all([reopened, shown])
    expect(titles()).toEqual(['Todo 1'])
  })
})
