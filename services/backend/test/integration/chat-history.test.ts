import { describe, expect } from 'vitest'
import { listTitles, readMessages, sendMessage } from '../chat.ts'
import { test } from '../helper.ts'

describe('GET and DELETE /api/chat', () => {
  test('return the conversation page by page, and delete it', async ({ app, ann, bob, tokenFor }) => {
    const [hers, his] = [await tokenFor(ann), await tokenFor(bob)]
    expect(await readMessages(app, hers)).toEqual({ texts: [], next: null })
    for (const title of ['a', 'b', 'c']) await sendMessage(app, hers, `add ${title}`)
    await sendMessage(app, his, 'help')
    const newest = await readMessages(app, hers, '?limit=4')
    expect(newest.texts).toEqual(['add b', 'Added “b”.', 'add c', 'Added “c”.'])
    const oldest = await readMessages(app, hers, `?limit=4&cursor=${newest.next}`)
    expect(oldest).toEqual({ texts: ['add a', 'Added “a”.'], next: null })
    expect((await app.inject({ method: 'DELETE', url: '/api/chat', headers: hers })).statusCode).toBe(204)
    expect(await readMessages(app, hers)).toEqual({ texts: [], next: null })
    expect(await listTitles(app, hers)).toHaveLength(3)
    expect((await readMessages(app, his)).texts).toHaveLength(2)
  })

  test("another user's cursor reveals none of their messages", async ({ app, ann, bob, tokenFor }) => {
    const [hers, his] = [await tokenFor(ann), await tokenFor(bob)]
    for (let i = 0; i < 2; i++) await sendMessage(app, hers, 'help')
    const { next } = await readMessages(app, hers, '?limit=1')
    expect(await readMessages(app, his, `?cursor=${next}`)).toEqual({ texts: [], next: null })
  })

  test.for(['limit=0', 'limit=101', 'cursor=', 'cursor=hello', 'cursor=MA', 'cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk'])(
    '?%s is rejected',
    async (query, { app, ann, tokenFor }) => {
      expect((await app.inject({ url: `/api/chat?${query}`, headers: await tokenFor(ann) })).statusCode).toBe(400)
    },
  )

  test.for(['GET', 'POST', 'DELETE'] as const)('%s needs a token', async (method, { app }) => {
    expect((await app.inject({ method, url: '/api/chat' })).statusCode).toBe(401)
  })
})
