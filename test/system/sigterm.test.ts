import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from './backend.js'
import { type Load, startLoad } from './load.js'

describe('SIGTERM under 50 users', () => {
  let backend: Backend
  let load: Load

  beforeAll(async () => {
    backend = await startBackend()
    load = startLoad(backend.service.url, backend.secret)
    await sleep(2_000)
    await backend.service.stop()
    await load.end()
    await backend.service.start()
  })
  afterAll(() => backend?.stop())

  it('loses no accepted request: each one was answered or had no effect', async () => {
    expect(load.statuses.get(201)).toBeGreaterThan(50)
    // 0: the connection was refused, or closed before the request was read.
    expect([...load.statuses.keys()].filter((status) => ![0, 201, 503].includes(status))).toEqual([])
    expect(await load.compare()).toEqual({ lost: [], unanswered: [] })
  })
})
