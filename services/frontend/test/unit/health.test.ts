import { describe, expect, it } from 'vitest'
import { health, live, ready } from '../../src/lib/health.ts'
import { appVersion } from '../../src/lib/version.ts'
import { freePort, startBackend } from '../helpers/backend.ts'

describe('live', () => {
  it('answers without a request to another service', async () => {
    const response = live()
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ status: 'alive' })
  })
})

describe('health', () => {
  it('returns version and service', async () => {
    expect(await health('v1.2.3').json()).toEqual({ status: 'healthy', version: 'v1.2.3', service: 'todo-frontend' })
  })

  it.each([
    ['v2.0.0', 'v2.0.0'],
    ['', '1.0.0'],
    [undefined, '1.0.0'],
  ])('NEXT_PUBLIC_APP_VERSION=%j is shown as %j', (value, version) => {
    expect(appVersion({ NEXT_PUBLIC_APP_VERSION: value })).toBe(version)
  })
})

describe('ready', () => {
  it("requests the backend's /health, regardless of trailing slashes in its address", async () => {
    const requests: unknown[] = []
    await using backend = await startBackend((request, response) => {
      requests.push(request.url)
      response.end('{}')
    })
    for (const ending of ['', '/', '/api//']) {
      const response = await ready(backend.url + ending)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.json()).toEqual({ status: 'ready' })
    }
    expect(requests).toEqual(['/health', '/health', '/api/health'])
  })

  it.each([500, 503, 404])('is 503 backend_unavailable if the backend answers with %i', async (status) => {
    await using backend = await startBackend((_request, response) => response.writeHead(status).end())
    const response = await ready(backend.url)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'not_ready', reason: 'backend_unavailable' })
  })

  it('reports that the connection was refused', async () => {
    const response = await ready(`http://127.0.0.1:${await freePort()}`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'not_ready', reason: 'fetch failed: ECONNREFUSED' })
  })

  it('gives up on a backend that does not respond within the time limit', async () => {
    await using backend = await startBackend(() => undefined)
    const started = performance.now()
    const response = await ready(backend.url, 100)
    expect(performance.now() - started).toBeLessThan(3000)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'not_ready', reason: 'no response within 100 ms' })
  })

  it('never shows credentials', async () => {
    const response = await ready('http://todo:hunter2@localhost')
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('hunter2')
  })
})
