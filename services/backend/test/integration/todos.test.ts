import { describe, expect } from 'vitest'
import { test } from '../helper.ts'

const nowhere = '/api/todos/00000000-0000-4000-8000-000000000000'

describe('POST /api/todos', () => {
  test('adds a todo and returns its location', async ({ app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const reply = await app.inject({ method: 'POST', url: '/api/todos', headers, payload: { title: 'milk' } })
    expect(reply.statusCode).toBe(201)
    expect(reply.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      title: 'milk',
      description: '',
      completed: false,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: reply.json().created_at,
      version: 1,
    })
    const location = String(reply.headers.location)
    expect(location).toBe(`/api/todos/${reply.json().id}`)
    expect((await app.inject({ url: location, headers })).json()).toEqual(reply.json())
  })

  test.for([
    ['white space around a title', { title: ' \tmilk\n' }, { title: 'milk' }],
    ['a title of 200 characters and blanks', { title: ` ${'é'.repeat(200)} ` }, { title: 'é'.repeat(200) }],
    ['200 emoji', { title: '🥛'.repeat(200) }, { title: '🥛'.repeat(200) }],
    ['no description', { title: 'milk', description: null }, { description: null }],
    ['a todo that is done', { title: 'milk', completed: true }, { completed: true }],
  ] as const)('accepts %s', async ([, payload, expected], { app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const reply = await app.inject({ method: 'POST', url: '/api/todos', headers, payload })
    expect(reply.json()).toMatchObject(expected)
  })

  test.for([
    ['no title', {}, '/title'],
    ['an empty title', { title: '' }, '/title'],
    ['a blank title', { title: ' \u00a0\t' }, '/title'],
    ['a title of 201 characters', { title: 'a'.repeat(201) }, '/title'],
    ['a number as title', { title: 5 }, '/title'],
    ['a title with a NUL', { title: 'a\u0000' }, '/title'],
    ['a description of 2001 characters', { title: 'a', description: 'a'.repeat(2001) }, '/description'],
    ['text as completed', { title: 'a', completed: 'true' }, '/completed'],
    ['an unknown property', { title: 'a', user_id: 'bob' }, '/user_id'],
    ['a list', [], ''],
  ] as const)('rejects %s', async ([, payload, pointer], { app, ann, tokenFor }) => {
    const headers = await tokenFor(ann)
    const reply = await app.inject({ method: 'POST', url: '/api/todos', headers, payload })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toMatchObject([{ in: 'body', pointer }])
  })
})

describe('PATCH /api/todos/:id', () => {
  test.for([
    [{ title: ' bread ' }, { title: 'bread' }],
    [{ description: 'two' }, { description: 'two' }],
    [{ description: null }, { description: null }],
    [{ completed: true }, { completed: true }],
  ] as const)('with %o changes only that', async ([payload, expected], { app, ann, tokenFor, newTodo }) => {
    const { user_id, updated_at, ...before } = await newTodo({ user_id: ann, description: 'one' })
    const url = `/api/todos/${before.id}`
    const reply = await app.inject({ method: 'PATCH', url, headers: await tokenFor(ann), payload })
    const created_at = before.created_at.toISOString()
    expect(reply.json()).toEqual({ ...before, ...expected, created_at, updated_at: expect.any(String), version: 2 })
    expect(Date.parse(reply.json().updated_at)).toBeGreaterThanOrEqual(updated_at.getTime())
  })

  test.for([{}, { title: '  ' }, { title: null }, { completed: 'yes' }, { id: 'x' }, undefined])(
    'rejects %o',
    async (payload, { app, ann, tokenFor, newTodo }) => {
      const { id } = await newTodo({ user_id: ann })
      const options = { method: 'PATCH', url: `/api/todos/${id}`, headers: await tokenFor(ann) } as const
      const reply = await app.inject(payload ? { ...options, payload } : options)
      expect(reply.statusCode).toBe(400)
    },
  )
})

describe('DELETE /api/todos/:id', () => {
  test('deletes a todo', async ({ app, ann, tokenFor, newTodo }) => {
    const { id } = await newTodo({ user_id: ann })
    const request = { method: 'DELETE', url: `/api/todos/${id}`, headers: await tokenFor(ann) } as const
    const reply = await app.inject(request)
    expect([reply.statusCode, reply.body]).toEqual([204, ''])
    expect((await app.inject(request)).statusCode).toBe(404)
  })
})

describe.for([{ method: 'GET' }, { method: 'PATCH', payload: { completed: true } }, { method: 'DELETE' }] as const)(
  '$method of one todo',
  (request) => {
    test("cannot be told apart from a missing todo if it is another user's", async ({
      app,
      ann,
      bob,
      tokenFor,
      newTodo,
    }) => {
      const todo = await newTodo({ user_id: ann })
      const headers = await tokenFor(bob)
      const [hers, none] = await Promise.all(
        [`/api/todos/${todo.id}`, nowhere].map((url) => app.inject({ ...request, url, headers })),
      )
      expect(hers?.statusCode).toBe(404)
      expect({ ...hers?.json(), instance: '' }).toEqual({ ...none?.json(), instance: '' })
      const url = `/api/todos/${todo.id}`
      expect((await app.inject({ url, headers: await tokenFor(ann) })).json()).toMatchObject({ completed: false })
    })

    test('with an invalid id is rejected', async ({ app, ann, tokenFor }) => {
      const reply = await app.inject({ ...request, url: '/api/todos/7', headers: await tokenFor(ann) })
      expect(reply.statusCode).toBe(400)
      expect(reply.json().errors).toMatchObject([{ in: 'params', pointer: '/id' }])
    })
  },
)
