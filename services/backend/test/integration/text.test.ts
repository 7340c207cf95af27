import { describe, expect } from 'vitest'
import { type App, test } from '../helper.ts'

const texts = [
  "'; drop table todos; --",
  "' or '1'='1",
  '$1 %s \\x27 {{7*7}}',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '../../etc/passwd',
  '{"$ne":null}',
  'a%_\\b',
]

const send = async (
  app: App,
  method: 'POST' | 'PATCH',
  url: string,
  headers: Record<string, string>,
  payload: object,
) => app.inject({ method, url, headers, payload })

describe.for(texts)('%s', (text) => {
  test('is stored unchanged as title and description', async ({ app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const added = await send(app, 'POST', '/api/todos', headers, { title: text, description: text })
    expect(added.json()).toMatchObject({ title: text, description: text })
    const url = `/api/todos/${added.json().id}`
    await send(app, 'PATCH', url, headers, { title: 'milk', description: 'milk' })
    const changed = await send(app, 'PATCH', url, headers, { title: text, description: text })
    expect(changed.json()).toMatchObject({ title: text, description: text })
    const read = await app.inject({ url, headers })
    expect(read.json()).toEqual(changed.json())
    expect(read.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test('is searched for literally', async ({ app, ann, tokenFor, newTodo }) => {
    const [match] = await Promise.all([newTodo({ user_id: ann, title: `-${text}-` }), newTodo({ user_id: ann })])
    const url = `/api/todos?${new URLSearchParams({ search: text })}`
    const { items } = (await app.inject({ url, headers: await tokenFor(ann) })).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual([match.id])
  })

  test('is stored unchanged by the chat', async ({ app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const message = `add "${text.replaceAll('"', '')}"`
    expect((await send(app, 'POST', '/api/chat', headers, { message })).statusCode).toBe(200)
    const { items } = (await app.inject({ url: '/api/chat', headers })).json()
    expect(items[0]).toMatchObject({ role: 'user', text: message })
    const todos = (await app.inject({ url: '/api/todos', headers })).json()
    expect(todos.items).toMatchObject([{ title: text.replaceAll('"', '') }])
  })

  test('has no effect as a cursor, id, key or ETag', async ({ app, ann, tokenFor, newTodo }) => {
    const headers = await tokenFor(ann)
    const { id } = await newTodo({ user_id: ann })
    const encoded = encodeURIComponent(text)
    for (const url of [`/api/todos?cursor=${encoded}`, `/api/chat?cursor=${encoded}`, `/api/todos/${encoded}`])
      expect((await app.inject({ url, headers })).statusCode).toBe(400)
    const key = { ...headers, 'idempotency-key': text.replaceAll(' ', '_') }
    expect((await send(app, 'POST', '/api/todos', key, { title: 'bread' })).statusCode).toBe(201)
    const stale = { ...headers, 'if-match': text }
    expect((await send(app, 'PATCH', `/api/todos/${id}`, stale, { title: 'bread' })).statusCode).toBe(412)
  })
})
