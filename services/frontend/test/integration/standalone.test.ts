import { beforeAll, describe, expect, it } from 'vitest'
import { freePort, startBackend } from '../helpers/backend.ts'
import { newEnv, signedCookie } from '../helpers/env.ts'
import { ensureBuilt, firstAnswer, startService } from '../helpers/service.ts'

beforeAll(ensureBuilt)

describe('the started service', () => {
  it('answers the three health routes', async () => {
    await using backend = await startBackend((_request, response) => response.end())
    // NEXT_PUBLIC_API_URL is only read at build time, and the version only at run time.
    const env = newEnv({ API_URL: backend.url, NEXT_PUBLIC_API_URL: '', NEXT_PUBLIC_APP_VERSION: 'v1.2.3' })
    await using service = await startService(env)
    const live = await firstAnswer(`${service.url}/api/health/live`)
    expect([live.status, await live.json()]).toEqual([200, { status: 'alive' }])
    const ready = await fetch(`${service.url}/api/health/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
    const health = await fetch(`${service.url}/api/health`)
    expect(await health.json()).toEqual({ status: 'healthy', version: 'v1.2.3', service: 'todo-frontend' })
    for (const response of [live, ready, health]) expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('is alive but not ready without its backend', async () => {
    await using service = await startService(newEnv({ API_URL: `http://127.0.0.1:${await freePort()}` }))
    expect((await firstAnswer(`${service.url}/api/health/live`)).status).toBe(200)
    const ready = await fetch(`${service.url}/api/health/ready`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not_ready', reason: 'fetch failed: ECONNREFUSED' })
  })

  it('exits within 10 seconds of SIGTERM', { timeout: 20_000 }, async () => {
    await using service = await startService(newEnv())
    await firstAnswer(`${service.url}/api/health/live`)
    const startTime = performance.now()
    // 143 is 128 + SIGTERM: Next's exit code after it has finished its open requests.
    expect([0, 143]).toContain(await service.stop())
    expect(performance.now() - startTime).toBeLessThan(10_000)
  })
})

describe('the pages', () => {
  it('redirect a visitor who is not signed in to the sign-in page', async () => {
    await using service = await startService(newEnv())
    await firstAnswer(`${service.url}/api/health/live`)
    const page = await fetch(`${service.url}/`, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([307, '/sign-in'])
    for (const path of ['/sign-in', '/sign-up'])
      expect(await (await fetch(service.url + path)).text()).toContain('Password')
  })

  it('show the state of both services and load nothing from other hosts', async () => {
    await using backend = await startBackend((_request, response) => response.end())
    await using service = await startService(newEnv({ API_URL: backend.url, NEXT_PUBLIC_APP_VERSION: 'v1.2.3' }))
    const page = await firstAnswer(`${service.url}/status`)
    const html = await page.text()
    for (const text of ['Todo Chatbot', 'Running', 'Reachable', 'v1.2.3']) expect(html).toContain(text)
    const addresses = [...html.matchAll(/\s(?:src|href|action|srcset)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses).not.toHaveLength(0)
    expect(addresses.filter((address) => !/^\/(?!\/)/.test(address ?? ''))).toEqual([])
    for (const sheet of addresses.filter((address) => address?.endsWith('.css'))) {
      expect(await (await fetch(service.url + sheet)).text()).not.toMatch(/@import|\/\//)
    }
  })

  it('have the security headers, and the nonce on every script', async () => {
    await using service = await startService(newEnv())
    const page = await firstAnswer(`${service.url}/`)
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    const scripts = (await page.text()).match(/<script[^>]*>/g) ?? []
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'DENY',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0',
    })
    expect(page.headers.has('x-powered-by')).toBe(false)
  })
})

describe('sign-in', () => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

  it('reports that the account service is unavailable if the database is', async () => {
    const DATABASE_URL = `postgresql://todo:hunter2@127.0.0.1:${await freePort()}/todo`
    await using service = await startService(newEnv({ DATABASE_URL }))
    await firstAnswer(`${service.url}/api/health/live`)
    const body = JSON.stringify({ email: 'ann@example.com', password: 'correct horse battery' })
    const answer = await fetch(`${service.url}/api/auth/sign-in/email`, { ...post, body })
    expect(answer.status).toBeGreaterThanOrEqual(500)
    const page = await fetch(`${service.url}/`, { headers: { cookie: await signedCookie() } })
    expect(await page.text()).toContain('The account service is temporarily unavailable.')
    expect(service.output()).not.toContain('hunter2')
    expect((await fetch(`${service.url}/api/health/live`)).status).toBe(200)
  })

  it('has no route that reveals a session token', async () => {
    await using service = await startService(newEnv())
    await firstAnswer(`${service.url}/api/health/live`)
    for (const path of ['get-session', 'list-sessions', 'update-user', 'sign-in/social', 'ok']) {
      expect((await fetch(`${service.url}/api/auth/${path}`, post)).status).toBe(404)
    }
  })
})

describe('an invalid configuration', () => {
  it.each(['abc', '99999'])('exits with code 1 and one list of violations (PORT=%s)', async (port) => {
    await using service = await startService({ BETTER_AUTH_SECRET: 'hunter2', API_URL: 'x', PORT: port })
    expect(await service.exited).toBe(1)
    for (const name of ['BETTER_AUTH_SECRET', 'BETTER_AUTH_URL', 'DATABASE_URL', 'PORT', 'API_URL']) {
      expect(service.output().match(new RegExp(`^  ${name} `, 'gm'))).toHaveLength(1)
    }
    expect(service.output()).not.toContain('hunter2')
  })

  it('is detected before any request is answered', async () => {
    await using service = await startService({})
    const asking = new AbortController()
    const answers = firstAnswer(`${service.url}/api/health/live`, asking.signal).catch(() => 'none')
    expect(await Promise.race([service.exited, answers])).toBe(1)
    asking.abort()
    expect(await answers).toBe('none')
  })
})
