import { describe, expect } from 'vitest'
import { test } from '../helper.ts'

const change = { method: 'PATCH', payload: { title: 'bread' } } as const
const removal = { method: 'DELETE' } as const

test('each response with one todo has the ETag of its version', async ({ app, ann, tokenFor }) => {
  const headers = await tokenFor(ann)
  const added = await app.inject({ method: 'POST', url: '/api/todos', headers, payload: { title: 'milk' } })
  const url = String(added.headers.location)
  expect(added.headers.etag).toBe(`"${added.json().version}"`)
  expect((await app.inject({ url, headers })).headers.etag).toBe(added.headers.etag)
  const changed = await app.inject({ ...change, url, headers })
  expect(changed.headers.etag).toBe(`"${changed.json().version}"`)
  expect(changed.headers.etag).not.toBe(added.headers.etag)
})

describe.for([
  ['PATCH', change, 200],
  ['DELETE', removal, 204],
] as const)('%s with If-Match', ([, request, successStatus]) => {
  test.for(['"1"', '"7", "1"', '*', undefined])('%s succeeds', async (tag, { app, ann, tokenFor, newTodo }) => {
    const url = `/api/todos/${(await newTodo({ user_id: ann })).id}`
    const headers = { ...(await tokenFor(ann)), ...(tag && { 'if-match': tag }) }
    expect((await app.inject({ ...request, url, headers })).statusCode).toBe(successStatus)
  })

  test.for(['"2"', 'W/"1"', '1', '""', '"1', '"99999999999999999999"', 'hello'])(
    '%s of another version changes nothing',
    async (tag, { app, ann, tokenFor, newTodo }) => {
      const url = `/api/todos/${(await newTodo({ user_id: ann })).id}`
      const signedIn = await tokenFor(ann)
      const reply = await app.inject({ ...request, url, headers: { ...signedIn, 'if-match': tag } })
      expect(reply.json()).toMatchObject({ status: 412, detail: 'The todo has changed since you last read it' })
      expect((await app.inject({ url, headers: signedIn })).json()).toMatchObject({ title: 'milk', version: 1 })
    },
  )

  test("on another user's todo is answered with 404", async ({ app, ann, bob, tokenFor, newTodo }) => {
    const url = `/api/todos/${(await newTodo({ user_id: ann })).id}`
    const headers = { ...(await tokenFor(bob)), 'if-match': '"2"' }
    expect((await app.inject({ ...request, url, headers })).statusCode).toBe(404)
  })
})

test('if two tabs save at the same time, one gets a 412', async ({ app, ann, tokenFor, newTodo }) => {
  const url = `/api/todos/${(await newTodo({ user_id: ann })).id}`
  const headers = { ...(await tokenFor(ann)), 'if-match': '"1"' }
  const replies = await Promise.all([change, change].map((request) => app.inject({ ...request, url, headers })))
  expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412])
})
