import { describe, expect } from 'vitest'
import { listTitles, readMessages, sendMessage } from '../chat.ts'
import { test } from '../helper.ts'

describe('POST /api/chat', () => {
  test('carries out a command and answers with both messages', async ({ app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const response = await sendMessage(app, headers, ' add milk, bread and eggs ')
    const message = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), created_at: expect.stringMatching(/^\d{4}-.*Z$/) }
    expect(response).toEqual({
      statusCode: 200,
      changed: true,
      messages: [
        { ...message, role: 'user', text: 'add milk, bread and eggs' },
        { ...message, role: 'assistant', text: 'Added 3 todos: “milk”, “bread” and “eggs”.' },
      ],
    })
    expect(await listTitles(app, headers)).toEqual(['eggs', 'bread', 'milk'])
  })

  test('completes, renames and deletes in one message', async ({ app, ann, tokenFor, newTodo }) => {
    for (const title of ['tea', 'bread', 'milk']) await newTodo({ user_id: ann, title })
    const headers = await tokenFor(ann)
    await sendMessage(app, headers, 'complete milk, then rename bread to oat bread; delete tea')
    expect((await listTitles(app, headers)).sort()).toEqual(['milk*', 'oat bread'])
    await sendMessage(app, headers, 'reopen milk')
    expect((await listTitles(app, headers)).sort()).toEqual(['milk', 'oat bread'])
  })

  test.for(['help', 'list', 'delete nothing', 'complete milk', 'rename milk to milk', 'xyzzy'])(
    'reports for %j that nothing changed',
    async (message, { app, ann, tokenFor, newTodo }) => {
      const { version } = await newTodo({ user_id: ann, title: 'milk', completed: true })
      const headers = await tokenFor(ann)
      expect(await sendMessage(app, headers, message)).toMatchObject({ statusCode: 200, changed: false })
      expect((await app.inject({ url: '/api/todos', headers })).json().items).toMatchObject([{ version }])
    },
  )

  test('asks which of two todos is meant and changes nothing', async ({ app, ann, tokenFor, newTodo }) => {
    for (const title of ['oat milk', 'soy milk']) await newTodo({ user_id: ann, title })
    const headers = await tokenFor(ann)
    const { changed, messages } = await sendMessage(app, headers, 'add tea and delete milk')
    // Todos of the same millisecond have no defined order.
    expect([changed, messages[1].text]).toEqual([
      false,
      expect.stringMatching(/“(soy milk” or “oat|oat milk” or “soy) milk”\?/),
    ])
    expect(await listTitles(app, headers)).toHaveLength(2)
  })

  test('finds only the todos of the authenticated user', async ({ app, ann, bob, tokenFor, newTodo }) => {
    await newTodo({ user_id: ann, title: 'milk' })
    const headers = await tokenFor(bob)
    for (const message of ['complete milk', 'delete milk', 'rename milk to tea']) {
      expect((await sendMessage(app, headers, message)).messages[1].text).toBe(
        "I couldn't find a todo matching “milk”.",
      )
    }
    expect(await listTitles(app, await tokenFor(ann))).toEqual(['milk'])
  })

  test.for(["'); drop table todos; --", '<img src=x onerror=alert(1)>', '{{7*7}} $1 %s \\'])(
    'takes %j as text',
    async (title, { app, ann, tokenFor }) => {
      const headers = await tokenFor(ann)
      const { messages } = await sendMessage(app, headers, `add "${title}"`)
      expect(messages[1].text).toBe(`Added “${title}”.`)
      expect(await listTitles(app, headers)).toEqual([title])
    },
  )

  test('changes the version of a todo, so that an open tab notices', async ({ app, ann, tokenFor, newTodo }) => {
    const { id } = await newTodo({ user_id: ann, title: 'milk' })
    const headers = await tokenFor(ann)
    await sendMessage(app, headers, 'complete milk')
    const staleHeaders = { ...headers, 'if-match': '"1"' }
    const reply = await app.inject({
      method: 'PATCH',
      url: `/api/todos/${id}`,
      headers: staleHeaders,
      payload: { title: 'tea' },
    })
    expect(reply.statusCode).toBe(412)
  })

  test.for([
    {},
    { message: '' },
    { message: ' \n' },
    { message: 'a\u0000' },
    { message: 'a'.repeat(2001) },
    { message: 1 },
    { message: 'a', user_id: 'bob' },
  ])('rejects %o', async (payload, { app, ann, tokenFor }) => {
    const reply = await app.inject({ method: 'POST', url: '/api/chat', headers: await tokenFor(ann), payload })
    expect(reply.statusCode).toBe(400)
  })

  test('carries out each of many concurrent messages once', async ({ app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    await Promise.all(Array.from({ length: 20 }, (_, index) => sendMessage(app, headers, `add thing ${index}; list`)))
    expect(await listTitles(app, headers)).toHaveLength(20)
    const { texts } = await readMessages(app, headers, '?limit=100')
    const pairs = texts.filter((_: string, index: number) => index % 2 === 0)
    expect(pairs.every((text: string, index: number) => texts[2 * index + 1].includes(text.slice(4, -6)))).toBe(true)
  })
})
