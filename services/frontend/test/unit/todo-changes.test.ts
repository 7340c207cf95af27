import { describe, expect, it } from 'vitest'
import { newStore, newTodo, unavailable } from '../helpers/todo-store.ts'

describe('adding', () => {
  it('shows at once, and keeps its place when the backend has confirmed it', async () => {
    const { store, titles, item } = await newStore(newTodo('1'))
    const adding = store.add('Milk', 'k')
    expect(titles()).toEqual(['Milk', 'Todo 1'])
    expect(item().confirmed).toBeUndefined()
    await adding
    expect(item()).toMatchObject({ key: 'k', id: 'id-of-k', confirmed: { title: 'Milk' } })
  })

  it('is taken back with honest words, and tried again with the same key', async () => {
    const { backend, store, titles, noticeTexts, lastNotice } = await newStore()
    backend.failure = unavailable
    await store.add('Milk', 'k')
    expect([titles(), noticeTexts()]).toEqual([
      [],
      ['“Milk” was not added. The todo service does not answer at the moment.'],
    ])
    backend.failure = undefined
    store.dismiss(lastNotice().id, true)
    await store.settle()
    expect([titles(), noticeTexts()]).toEqual([['Milk'], []])
    expect(backend.requests.filter((request) => request === 'create Milk k')).toHaveLength(2)
  })
})

describe('completing', () => {
  it('shows at once and leaves the list of open todos', async () => {
    const { store, titles, item } = await newStore(newTodo('1'), newTodo('2'))
    await store.show({ filter: 'open' })
    const toggling = store.toggle(item())
    expect(titles()).toEqual(['Todo 2'])
    await toggling
    expect(item().confirmed).toMatchObject({ completed: true, version: 2 })
  })

  it('is taken back when the backend is away', async () => {
    const { backend, store, item, noticeTexts } = await newStore(newTodo('1'))
    backend.failure = unavailable
    await store.toggle(item())
    expect(item().completed).toBe(false)
    expect(noticeTexts()).toEqual(['“Todo 1” was not changed. The todo service does not answer at the moment.'])
  })

  it('twice in a row ends as it began, one change after the other', async () => {
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

  it('says which version it is about', async () => {
    const { backend, store, item } = await newStore(newTodo('1', { version: 7 }))
    await store.edit(item(), base, mine)
    expect(item()).toMatchObject({ ...mine, version: 8 })
    expect(backend.requests.at(-1)).toMatch(/ 7$/)
  })

  it('asks nothing when nothing is different', async () => {
    const { backend, store, item } = await newStore(newTodo('1'))
    await store.edit(item(), base, base)
    expect(backend.requests).toEqual(['list all'])
  })

  it('shows the newer one when somebody else changed it, and can still be insisted on', async () => {
    const { backend, store, titles, noticeTexts, item, lastNotice } = await newStore(newTodo('1'))
    backend.todos = [newTodo('1', { title: 'Theirs', version: 2 })]
    await store.edit(item(), base, mine)
    expect(titles()).toEqual(['Theirs'])
    expect(noticeTexts()).toEqual([expect.stringContaining('“Theirs” was changed somewhere else in the meantime.')])
    store.dismiss(lastNotice().id, true)
    await store.settle()
    expect(backend.todos).toMatchObject([{ ...mine, version: 3 }])
  })

  it('overwrites nothing that came while the editor was open', async () => {
    const { backend, store, titles, item } = await newStore(newTodo('1'))
    backend.todos = [newTodo('1', { title: 'Theirs', version: 2 })]
    await store.load()
    await store.edit(item(), base, mine)
    expect([titles(), backend.todos[0]?.title]).toEqual([['Theirs'], 'Theirs'])
  })

  it('of what is gone says so and takes it from the list', async () => {
    const { backend, store, titles, noticeTexts, item } = await newStore(newTodo('1'))
    backend.todos = []
    await store.edit(item(), base, mine)
    expect([titles(), noticeTexts()]).toEqual([[], ['“Todo 1” was not changed. It is not there any more.']])
  })
})
