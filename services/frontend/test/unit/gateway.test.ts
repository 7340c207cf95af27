import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { freePort, startBackend } from '../helpers/backend.ts'
import { createRequest, getResponse, newBackend, newGateway, ORIGIN, user } from '../helpers/gateway.ts'

describe('a request of a page', () => {
  it('reaches the backend with the user’s token, and the answer comes back', async () => {
    let seen: unknown
    await using backend = await newBackend(async (request, response) => {
      const { cookie, authorization, 'if-match': ifMatch, 'idempotency-key': key } = request.headers
      seen = [request.method, request.url, cookie, authorization, ifMatch, key, await text(request)]
      response.writeHead(201, {
        etag: '"1"',
        'content-type': 'application/json',
        'set-cookie': 'a=b',
        'x-powered-by': 'c',
      })
      response.end('{"id":"1"}')
    })
    const headers = {
      cookie: 'session=raw',
      'if-match': '"0"',
      'idempotency-key': 'k',
      'content-type': 'application/json',
    }
    const request = createRequest('todos/a%2Fb?limit=1&search=%C3%A4', {
      method: 'POST',
      body: '{"title":"Milk"}',
      headers,
    })
    const answer = await newGateway(backend.url).handle(request, ['todos', 'a/b'])
    const target = '/api/todos/a%2Fb?limit=1&search=%C3%A4'
    expect(seen).toEqual(['POST', target, undefined, 'Bearer token-1', '"0"', 'k', '{"title":"Milk"}'])
    expect([answer.status, answer.headers.get('etag'), await answer.json()]).toEqual([201, '"1"', { id: '1' }])
    expect([...answer.headers.keys()]).toEqual(['cache-control', 'content-type', 'etag'])
    expect(backend.exchanges).toEqual(['Bearer session-of-ann'])
  })

  it('gets the backend’s errors unchanged', async () => {
    await using backend = await newBackend((_request, response) => response.writeHead(412).end('{"status":412}'))
    const answer = await newGateway(backend.url).handle(createRequest('todos/1', { method: 'DELETE' }), ['todos', '1'])
    expect([answer.status, await answer.json()]).toEqual([412, { status: 412 }])
  })

  it('can get a response without a body, and extends the session', async () => {
    await using backend = await newBackend((_request, response) => response.writeHead(204).end())
    const checkSession = async () => ({ session: { token: 's', user }, cookies: ['session=longer'] })
    const answer = await getResponse(newGateway(backend.url, { checkSession }))
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([204, ['session=longer']])
  })

  it('is answered with 401 without a session, and not forwarded', async () => {
    await using backend = await newBackend(() => expect.unreachable())
    const answer = await getResponse(
      newGateway(backend.url, { checkSession: async () => ({ session: undefined, cookies: [] }) }),
    )
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(backend.exchanges).toEqual([])
  })

  it.each([['health'], ['token'], ['todos', '..', 'token'], ['todos', '.'], ['']])(
    'is answered with 404 outside the allowed routes: %j',
    async (...path) => {
      expect((await newGateway('http://127.0.0.1:9').handle(createRequest('x'), path)).status).toBe(404)
    },
  )

  it.each([undefined, 'https://evil.example', 'null'])(
    'is answered with 403 if it is a change from the origin %j',
    async (origin) => {
      const request = new Request(`${ORIGIN}/api/backend/todos`, { method: 'POST', headers: origin ? { origin } : {} })
      expect((await newGateway('http://127.0.0.1:9').handle(request, ['todos'])).status).toBe(403)
    },
  )

  it('is answered with 413 if it has more than 64 KiB', async () => {
    await using backend = await newBackend(async (request, response) => response.end(`${(await text(request)).length}`))
    const post = (size: number) =>
      newGateway(backend.url).handle(createRequest('chat', { method: 'POST', body: 'x'.repeat(size) }), ['chat'])
    expect((await post(65_537)).status).toBe(413)
    expect(await (await post(65_536)).text()).toBe('65536')
  })
})

describe('an unavailable service', () => {
  it('is answered with 503 and its name if nobody listens', async () => {
    const answer = await getResponse(newGateway(`http://127.0.0.1:${await freePort()}`))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({
      status: 503,
      detail: 'The todo service is temporarily unavailable.',
    })
  })

  it('is answered with 503 if the backend takes too long', async () => {
    await using backend = await newBackend(() => undefined)
    expect((await getResponse(newGateway(backend.url, { timeoutMs: 100 }))).status).toBe(503)
  })

  it('is answered with 503 if the token exchange fails, and works again afterwards', async () => {
    let status = 500
    await using backend = await startBackend((request, response) => {
      const body = request.url === '/api/token' ? { access_token: 't', token_type: 'Bearer', expires_in: 60 } : {}
      response.writeHead(status).end(JSON.stringify(body))
    })
    const gateway = newGateway(backend.url)
    expect((await getResponse(gateway)).status).toBe(503)
    status = 200
    expect((await getResponse(gateway)).status).toBe(200)
  })

  it('is answered with 503 if sessions cannot be checked', async () => {
    const checkSession = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const answer = await getResponse(newGateway('http://127.0.0.1:9', { checkSession }))
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { detail: expect.stringContaining('The account service') },
    ])
  })
})

describe('the backend’s token', () => {
  it('is requested once, even by concurrent requests', async () => {
    await using backend = await newBackend((request, response) => response.end(request.headers.authorization))
    const gateway = newGateway(backend.url)
    const answers = await Promise.all([getResponse(gateway), getResponse(gateway), getResponse(gateway)])
    for (const answer of [...answers, await getResponse(gateway)]) expect(await answer.text()).toBe('Bearer token-1')
    expect(backend.exchanges).toHaveLength(1)
  })

  it('is renewed once if the backend rejects it', async () => {
    await using backend = await newBackend(async (request, response) => {
      const status = request.headers.authorization === 'Bearer token-1' ? 401 : 200
      response.writeHead(status).end(await text(request))
    })
    const answer = await newGateway(backend.url).handle(createRequest('chat', { method: 'POST', body: 'hello' }), [
      'chat',
    ])
    expect([answer.status, await answer.text()]).toEqual([200, 'hello'])
    expect(backend.exchanges).toHaveLength(2)
  })

  it('that has expired is renewed, and a message is carried out once, or not at all and the page gets an error', async () => {
    const carriedOut: string[] = []
    let validToken = ''
    let exchange = 200
    await using backend = await startBackend(async (request, response) => {
      if (request.url === '/api/token') {
        validToken = `token-${Math.random()}`
        const body = { access_token: validToken, token_type: 'Bearer', expires_in: 60 }
        response.writeHead(exchange, { 'content-type': 'application/json' }).end(JSON.stringify(body))
        return
      }
      const message = await text(request)
      const isKnown = request.headers.authorization === `Bearer ${validToken}`
      if (isKnown) carriedOut.push(message)
      response.writeHead(isKnown ? 200 : 401).end()
    })
    const gateway = newGateway(backend.url)
    const sendMessage = async (body: string) =>
      (await gateway.handle(createRequest('chat', { method: 'POST', body }), ['chat'])).status
    expect(await sendMessage('one')).toBe(200)
    validToken = 'the old ones have ended'
    expect(await sendMessage('two')).toBe(200)
    validToken = 'the old ones have ended'
    exchange = 503
    expect(await sendMessage('three')).toBe(503)
    exchange = 200
    expect(await sendMessage('three')).toBe(200)
    expect(carriedOut).toEqual(['one', 'two', 'three'])
  })

  it('that is rejected twice does not end the session', async () => {
    await using backend = await newBackend((_request, response) => response.writeHead(401).end())
    const answer = await getResponse(newGateway(backend.url))
    expect(answer.status).toBe(503)
    expect(backend.exchanges).toHaveLength(2)
  })
})
