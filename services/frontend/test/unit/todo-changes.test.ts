import { describe, expect, it } from 'vitest'
import { newStore, newTodo, unavailable } from '../helpers/todo-store.ts'

describe('adding', () => {
  it('takes effect at once, and the todo keeps its place when the backend confirms it', async () => {
    const { store, titles, item } = await newStore(newTodo('1'))
    const adding = store.add('Milk', 'k')
    expect(titles()).toEqual(['Milk', 'Todo 1'])
    expect(item().confirmed).toBeUndefined()
    await adding
    expect(item()).toMatchObject({ key: 'k', id: 'id-of-k', confirmed: { title: 'Milk' } })
  })

  it('is reverted with a notice if it fails, and can be retried with the same key', async () => {
    const { backend, store, titles, noticeTexts, lastNotice } = await newStore()
    backend.failure = unavailable
    await store.add('Milk', 'k')
    expect([titles(), noticeTexts()]).toEqual([
      [],
      ['“Milk” was not added. The todo service is temporarily unavailable.'],
    ])
    backend.failure = undefined
    store.dismiss(lastNotice().id, true)
    await store.settle()
    expect([titles(), noticeTexts()]).toEqual([['Milk'], []])
    expect(backend.requests.filter((request) => request === 'create Milk k')).toHaveLength(2)
  })
})

describe('completing', () => {
  it('takes effect at once and removes the todo from the list of open todos', async () => {
    const { store, titles, item } = await newStore(newTodo('1'), newTodo('2'))
    await store.show({ filter: 'open' })
    const toggling = store.toggle(item())
    expect(titles()).toEqual(['Todo 2'])
    await toggling
    expect(item().confirmed).toMatchObject({ completed: true, version: 2 })
  })

  it('is reverted if the backend is unavailable', async () => {
    const { backend, store, item, noticeTexts } = await newStore(newTodo('1'))
    backend.failure = unavailable
    await store.toggle(item())
    expect(item().completed).toBe(false)
    expect(noticeTexts()).toEqual(['“Todo 1” was not changed. The todo service is temporarily unavailable.'])
  })

  it('twice in a row restores the todo, one change after the other', async () => {
    const { backend, store, item } = await newStore(newTodo('1'))
    const first = store.toggle(item())
    await Promise.all([first, store.toggle(item())])
    expect(item()).toMatchObject({ completed: false, version: 3 })
    expect(backend.requests.slice(1)).toEqual([
      'change 1 {"completed":true} undefined',
      'change 1 {"completed":false} undefined',
    ])
  })
})

describe('editing', () => {
  const base = { title: 'Todo 1', description: null }
  const mine = { title: 'Mine', description: 'really' }

  it('sends the version of the todo', async () => {
    const { backend, store, item } = await newStore(newTodo('1', { version: 7 }))
    await store.edit(item(), base, mine)
    expect(item()).toMatchObject({ ...mine, version: 8 })
    expect(backend.requests.at(-1)).toMatch(/ 7$/)
  })

  it('sends nothing if nothing has changed', async () => {
    const { backend, store, item } = await newStore(newTodo('1'))
    await store.edit(item(), base, base)
    expect(backend.requests).toEqual(['list all'])
  })

  it('shows the newer version if somebody else changed it, and can overwrite it on request', async () => {
    const { backend, store, titles, noticeTexts, item, lastNotice } = await newStore(newTodo('1'))
    backend.todos = [newTodo('1', { title: 'Theirs', version: 2 })]
    await store.edit(item(), base, mine)
    expect(titles()).toEqual(['Theirs'])
    expect(noticeTexts()).toEqual([expect.stringContaining('“Theirs” has been changed elsewhere.')])
    store.dismiss(lastNotice().id, true)
    await store.settle()
    expect(backend.todos).toMatchObject([{ ...mine, version: 3 }])
  })

  it('overwrites no change that arrived while the editor was open', async () => {
    const { backend, store, titles, item } = await newStore(newTodo('1'))
    backend.todos = [newTodo('1', { title: 'Theirs', version: 2 })]
    await store.load()
    await store.edit(item(), base, mine)
    expect([titles(), backend.todos[0]?.title]).toEqual([['Theirs'], 'Theirs'])
  })

  it('a deleted todo reports that and removes it from the list', async () => {
    const { backend, store, titles, noticeTexts, item } = await newStore(newTodo('1'))
    backend.todos = []
    await store.edit(item(), base, mine)
    expect([titles(), noticeTexts()]).toEqual([[], ['“Todo 1” was not changed. It no longer exists.']])
  })
})
