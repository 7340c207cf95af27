import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type App, test } from '../helper.ts'

type Headers = Record<string, string>

/** Reads all pages by following the cursors. */
async function pages(app: App, headers: Headers, query: string): Promise<string[][]> {
  const titlesByPage: string[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url = `/api/todos?${query}${cursor && `&cursor=${cursor}`}`
    const page: { items: { title: string }[]; next_cursor: string | null } = (await app.inject({ url, headers })).json()
    titlesByPage.push(page.items.map(({ title }) => title))
    cursor = page.next_cursor
  }
  return titlesByPage
}

/** Inserts todos, newest first. Those of one group have the same time. */
async function addTodos(app: App, user: string, ...groups: string[][]) {
  for (const [age, titles] of groups.entries()) {
    const created_at = new Date(Date.UTC(2026, 0, 1) - age)
    for (const title of titles) {
      const row = { user_id: user, title, created_at, id: randomUUID() }
      // Only a test sets created_at, which the type of the table leaves to the database.
      await app.db
        .insertInto('todos')
        .values(row as never)
        .execute()
    }
  }
}

test('a user without todos gets an empty page', async ({ app, ann, tokenFor }) => {
  const reply = await app.inject({ url: '/api/todos', headers: await tokenFor(ann) })
  expect(reply.json()).toEqual({ items: [], next_cursor: null })
})

test("the newest todos come first, without other users' todos", async ({ app, ann, bob, tokenFor }) => {
  await addTodos(app, ann, ['third'], ['second'], ['first'])
  await addTodos(app, bob, ["bob's"])
  expect(await pages(app, await tokenFor(ann), '')).toEqual([['third', 'second', 'first']])
})

test('a page has 20 todos unless the request sets a limit', async ({ app, ann, tokenFor }) => {
  await addTodos(app, ann, ...Array.from({ length: 21 }, (_, index) => [String(index)]))
  const headers = await tokenFor(ann)
  expect((await pages(app, headers, '')).map(({ length }) => length)).toEqual([20, 1])
  expect((await pages(app, headers, 'limit=100')).map(({ length }) => length)).toEqual([21])
})

test('a last page that is full has no cursor', async ({ app, ann, tokenFor }) => {
  await addTodos(app, ann, ['d'], ['c'], ['b'], ['a'])
  expect(await pages(app, await tokenFor(ann), 'limit=2')).toEqual([
    ['d', 'c'],
    ['b', 'a'],
  ])
})

test('todos of the same millisecond are neither skipped nor repeated', async ({ app, ann, tokenFor }) => {
  const titles = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  await addTodos(app, ann, titles)
  expect((await pages(app, await tokenFor(ann), 'limit=2')).flat().sort()).toEqual(titles)
})

test('a todo that is added in the meantime does not shift the next page', async ({ app, ann, tokenFor, newTodo }) => {
  await addTodos(app, ann, ['b'], ['a'])
  const headers = await tokenFor(ann)
  const first = (await app.inject({ url: '/api/todos?limit=1', headers })).json()
  await newTodo({ user_id: ann })
  const second = await app.inject({ url: `/api/todos?limit=1&cursor=${first.next_cursor}`, headers })
  expect(second.json().items).toMatchObject([{ title: 'a' }])
})

test('the list can be filtered by completed and open todos', async ({ app, ann, tokenFor, newTodo }) => {
  await newTodo({ user_id: ann, title: 'open' })
  await newTodo({ user_id: ann, title: 'done', completed: true })
  const headers = await tokenFor(ann)
  expect(await pages(app, headers, 'completed=true')).toEqual([['done']])
  expect(await pages(app, headers, 'completed=false')).toEqual([['open']])
})

test.for(['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'completed=maybe', 'cursor=', 'cursor=hello'])(
  '?%s is rejected',
  async (query, { app, ann, tokenFor }) => {
    const reply = await app.inject({ url: `/api/todos?${query}`, headers: await tokenFor(ann) })
    expect(reply.statusCode).toBe(400)
  },
)
