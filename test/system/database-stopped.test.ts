import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from './backend.js'
import { type Load, startLoad } from './load.js'
import { startProbe } from './probe.js'

/** How long the service may take to become ready again. */
const LIMIT_MS = 5_000

describe('PostgreSQL stopped for 10 s under 50 users', () => {
  let backend: Backend
  let load: Load
  let pids: (number | undefined)[]
  let live: ReturnType<typeof startProbe>
  let ready: ReturnType<typeof startProbe>
  let readyInTime: number | undefined

  beforeAll(async () => {
    backend = await startBackend()
    const { service, database, secret } = backend
    pids = [service.pid()]
    live = startProbe(`${service.url}/livez`)
    ready = startProbe(`${service.url}/readyz`)
    load = startLoad(service.url, secret)
    await sleep(2_000)
    await database.pause()
    await sleep(10_000)
    await database.resume()
    await sleep(LIMIT_MS)
    readyInTime = ready.statuses.at(-1)
    await load.end()
    await Promise.all([live.end(), ready.end()])
    pids.push(service.pid())
  })
  afterAll(() => backend?.stop())

  it('never fails the liveness probe', () => {
    expect(new Set(live.statuses)).toEqual(new Set([200]))
  })

  it('fails the readiness probe, which succeeds again within 5 s without a restart', () => {
    expect(new Set(ready.statuses)).toEqual(new Set([200, 503]))
    expect([readyInTime, ready.statuses.at(-1)]).toEqual([200, 200])
  })

  it('causes no errors other than 503', () => {
    expect([...load.statuses.keys()].toSorted()).toEqual([201, 503])
  })

  it('loses no acknowledged todo', async () => {
    const { lost } = await load.compare()
    expect(lost).toEqual([])
  })

  it('restarts no process', () => {
    expect(pids[1]).toBeDefined()
    expect(pids[1]).toBe(pids[0])
  })
})
