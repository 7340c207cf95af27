import { describe, expect } from 'vitest'
import { type App, test } from '../helper.ts'

interface Attempt {
  authorization: string
  key: string
  payload?: object
}

const post = (app: App, { authorization, key, payload = { title: 'milk' } }: Attempt) =>
  app.inject({ method: 'POST', url: '/api/todos', headers: { authorization, 'idempotency-key': key }, payload })

const titles = async (app: App, headers: { authorization: string }) => {
  const { items } = (await app.inject({ url: '/api/todos', headers })).json()
  return items.map(({ title }: { title: string }) => title)
}

describe('POST /api/todos with an Idempotency-Key', () => {
  test('adds one todo for a retry with the same body, and repeats the response', async ({ app, ann, tokenFor }) => {
    const signedIn = await tokenFor(ann)
    const attempt = { ...signedIn, key: 'a', payload: { title: 'milk', description: 'two' } }
    const first = await post(app, attempt)
    const again = await post(app, { ...attempt, payload: { description: 'two', title: ' milk ' } })
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect([again.statusCode, again.body]).toEqual([201, first.body])
    expect(again.headers).toMatchObject({ etag: first.headers.etag, location: first.headers.location })
    expect(await titles(app, signedIn)).toEqual(['milk'])
  })

  test('repeats the response even if the todo was changed or deleted', async ({ app, ann, tokenFor }) => {
    const signedIn = await tokenFor(ann)
    const first = await post(app, { ...signedIn, key: 'a' })
    await app.inject({ method: 'DELETE', url: String(first.headers.location), headers: signedIn })
    expect((await post(app, { ...signedIn, key: 'a' })).body).toBe(first.body)
    expect(await titles(app, signedIn)).toEqual([])
  })

  test.for([{ title: 'bread' }, { title: 'milk', completed: false }, { title: 'milk', description: null }])(
    'rejects a retry with another body like %o',
    async (payload, { app, ann, tokenFor }) => {
      const signedIn = await tokenFor(ann)
      await post(app, { ...signedIn, key: 'a' })
      const reply = await post(app, { ...signedIn, key: 'a', payload })
      expect(reply.json()).toMatchObject({
        status: 422,
        detail: 'This Idempotency-Key was already used for a different request',
      })
      expect(await titles(app, signedIn)).toEqual(['milk'])
    },
  )

  test('adds one todo for concurrent requests', async ({ app, ann, tokenFor }) => {
    const signedIn = await tokenFor(ann)
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(app, { ...signedIn, key: 'a' })))
    expect(new Set(replies.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(replies.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    expect(await titles(app, signedIn)).toEqual(['milk'])
  })

  test('can be reused by other users, and by the same user after a day', async ({ app, ann, bob, tokenFor }) => {
    const [hers, his] = [await tokenFor(ann), await tokenFor(bob)]
    await post(app, { ...hers, key: 'a' })
    expect((await post(app, { ...his, key: 'a', payload: { title: 'bread' } })).statusCode).toBe(201)
    await app.db
      .updateTable('idempotency_keys')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', ann)
      .execute()
    const reusedKey = await post(app, { ...hers, key: 'a', payload: { title: 'eggs' } })
    expect([reusedKey.statusCode, reusedKey.headers['idempotency-replayed']]).toEqual([201, undefined])
    expect(await titles(app, hers)).toEqual(['eggs', 'milk'])
  })

  test('is not stored for a request that failed', async ({ app, ann, tokenFor }) => {
    const signedIn = await tokenFor(ann)
    expect((await post(app, { ...signedIn, key: 'a', payload: { title: '' } })).statusCode).toBe(400)
    expect((await post(app, { ...signedIn, key: 'a' })).statusCode).toBe(201)
  })

  test.for(['', 'two words', 'é', 'a'.repeat(256)])('"%s" is rejected', async (key, { app, ann, tokenFor }) => {
    const reply = await post(app, { ...(await tokenFor(ann)), key })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toMatchObject([{ in: 'headers', pointer: '/idempotency-key' }])
  })
})
