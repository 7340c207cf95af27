import { describe, expect } from 'vitest'
import { say, texts, titles } from '../chat.ts'
import { test } from '../helper.ts'

describe('GET and DELETE /api/chat', () => {
  test('show the conversation page by page, and forget it', async ({ app, ann, bob, tokenFor }) => {
    const [hers, his] = [await tokenFor(ann), await tokenFor(bob)]
    expect(await texts(app, hers)).toEqual({ texts: [], next: null })
    for (const title of ['a', 'b', 'c']) await say(app, hers, `add ${title}`)
    await say(app, his, 'help')
    const newest = await texts(app, hers, '?limit=4')
    expect(newest.texts).toEqual(['add b', 'Added “b”.', 'add c', 'Added “c”.'])
    const oldest = await texts(app, hers, `?limit=4&cursor=${newest.next}`)
    expect(oldest).toEqual({ texts: ['add a', 'Added “a”.'], next: null })
    expect((await app.inject({ method: 'DELETE', url: '/api/chat', headers: hers })).statusCode).toBe(204)
    expect(await texts(app, hers)).toEqual({ texts: [], next: null })
    expect(await titles(app, hers)).toHaveLength(3)
    expect((await texts(app, his)).texts).toHaveLength(2)
  })

  test("another user's cursor shows nothing of theirs", async ({ app, ann, bob, tokenFor }) => {
    const [hers, his] = [await tokenFor(ann), await tokenFor(bob)]
    for (let i = 0; i < 2; i++) await say(app, hers, 'help')
    const { next } = await texts(app, hers, '?limit=1')
    expect(await texts(app, his, `?cursor=${next}`)).toEqual({ texts: [], next: null })
  })

  test.for(['limit=0', 'limit=101', 'cursor=', 'cursor=hello', 'cursor=MA', 'cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk'])(
    '?%s is refused',
    async (query, { app, ann, tokenFor }) => {
      expect((await app.inject({ url: `/api/chat?${query}`, headers: await tokenFor(ann) })).statusCode).toBe(400)
    },
  )

  test.for(['GET', 'POST', 'DELETE'] as const)('%s needs a token', async (method, { app }) => {
    expect((await app.inject({ method, url: '/api/chat' })).statusCode).toBe(401)
  })
})
