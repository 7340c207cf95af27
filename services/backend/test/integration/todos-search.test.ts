import { expect } from 'vitest'
import { test } from '../helper.ts'

test.for([
  ['ilk', ['Milk', 'soy milk']],
  ['MILK', ['Milk', 'soy milk']],
  [' milk ', ['Milk', 'soy milk']],
  ['shop', ['bread']],
  ['%', ['100% rye']],
  ['_', ['snake_case']],
  ['\\', ['back\\slash']],
  ["'; drop table todos", []],
  ['nowhere', []],
] as const)('a search for %s finds %o', async ([search, expected], { app, ann, bob, tokenFor, newTodo }) => {
  for (const title of ['soy milk', 'Milk', '100% rye', 'snake_case', 'back\\slash'])
    await newTodo({ user_id: ann, title })
  await newTodo({ user_id: ann, title: 'bread', description: 'from the shop' })
  await newTodo({ user_id: ann, title: 'x', description: null })
  await newTodo({ user_id: bob, title: 'milk, shop, %, _ and \\' })
  const url = `/api/todos?search=${encodeURIComponent(search)}`
  const { items } = (await app.inject({ url, headers: await tokenFor(ann) })).json()
  expect(items.map(({ title }: { title: string }) => title).sort()).toEqual(expected)
})

test('a search can be combined with pages and filters', async ({ app, ann, tokenFor, newTodo }) => {
  for (const title of ['milk 1', 'bread', 'milk 2', 'milk 3']) await newTodo({ user_id: ann, title })
  await newTodo({ user_id: ann, title: 'milk 4', completed: true })
  const headers = await tokenFor(ann)
  const titles: string[] = []
  let cursor = ''
  do {
    const url = `/api/todos?search=milk&completed=false&limit=2${cursor && `&cursor=${cursor}`}`
    const page = (await app.inject({ url, headers })).json()
    titles.push(...page.items.map(({ title }: { title: string }) => title))
    cursor = page.next_cursor ?? ''
  } while (cursor !== '')
  expect(titles.sort()).toEqual(['milk 1', 'milk 2', 'milk 3'])
})

test('an empty search finds everything; a NUL or 201 characters are rejected', async ({
  app,
  ann,
  tokenFor,
  newTodo,
}) => {
  await newTodo({ user_id: ann })
  const headers = await tokenFor(ann)
  expect((await app.inject({ url: '/api/todos?search=', headers })).json().items).toHaveLength(1)
  expect((await app.inject({ url: '/api/todos?search=%00', headers })).statusCode).toBe(400)
  expect((await app.inject({ url: `/api/todos?search=${'a'.repeat(201)}`, headers })).statusCode).toBe(400)
})
