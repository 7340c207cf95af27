import { expect } from 'vitest'
import { withClient } from '../database.ts'
import { test } from '../helper.ts'

const addColumn = 'alter table todos add column later text; alter table messages add column later text'
const dropColumn = 'alter table todos drop column later; alter table messages drop column later'

test('a column that a later release adds does not break a running one', async ({ config, app, ann, tokenFor }) => {
  const headers = await tokenFor(ann)
  const post = async (url: string, payload: object) =>
    (await app.inject({ method: 'POST', url, headers, payload })).statusCode
  const get = async (url: string) => (await app.inject({ url, headers })).statusCode
  const requestAll = async () => [
    await post('/api/todos', { title: 'milk' }),
    await post('/api/chat', { message: 'list' }),
    await get('/api/todos'),
    await get('/api/chat'),
  ]
  expect(await requestAll()).toEqual([201, 200, 200, 200])
  await withClient(config.DATABASE_URL, (client) => client.query(addColumn))
  expect(await requestAll()).toEqual([201, 200, 200, 200])
  await withClient(config.DATABASE_URL, (client) => client.query(dropColumn))
  expect(await requestAll()).toEqual([201, 200, 200, 200])
})

test('statements are prepared once per connection', async ({ app, ann, tokenFor }) => {
  const headers = await tokenFor(ann)
  for (let i = 0; i < 3; i++) await app.inject({ url: '/api/todos', headers })
  const { rows } = await app.db.executeQuery<{ statement: string }>({
    ...app.db.selectNoFrom((eb) => eb.lit(1).as('one')).compile(),
    sql: 'select statement from pg_prepared_statements',
  })
  const statements = rows.map(({ statement }) => statement)
  expect(statements).toContainEqual(expect.stringContaining('from "todos" where "user_id" = $1 order by'))
  expect(new Set(statements).size).toBe(statements.length)
})
