import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isRefused, isTransient, runSequences, runWithRetry } from '../../../src/toolbox/retry.js'

const limits = { attempts: 3, firstPauseMs: 1, maxElapsedMs: 60_000, timeoutMs: 10_000 }

/** A program that fails once with each text, and then succeeds; each run adds a dot to a file. */
function failing(...texts: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-retry-'))
  const [program, runs] = [join(folder, 'program'), join(folder, 'runs')]
  writeFileSync(runs, '')
  writeFileSync(
    program,
    `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs')
const text = ${JSON.stringify(texts)}[readFileSync('${runs}', 'utf8').length]
appendFileSync('${runs}', '.')
if (text) { console.error(text); process.exitCode = 1 }`,
  )
  chmodSync(program, 0o755)
  return { command: [program], runs: () => readFileSync(runs, 'utf8').length }
}

describe('a registry command', () => {
  it('is retried after transient errors, and counts the retries', async () => {
    const { command } = failing('unexpected status code 503 Service Unavailable', 'connection reset by peer')
    expect(await runWithRetry(command, limits)).toMatchObject({ exitCode: 0, retries: 2 })
  })

  it('counts the retries of crane itself', async () => {
    const { command } = failing('retrying unexpected EOF\nretrying unexpected EOF\nunexpected EOF')
    expect(await runWithRetry(command, limits)).toMatchObject({ exitCode: 0, retries: 3 })
  })

  it('fails after the last attempt', async () => {
    const { command, runs } = failing(...Array.from({ length: 9 }, () => 'i/o timeout'))
    expect(await runWithRetry(command, limits)).toMatchObject({ exitCode: 1, retries: 2 })
    expect(runs()).toBe(3)
  })

  it('is not retried after the time limit, even if attempts are left', async () => {
    const { command, runs } = failing('i/o timeout', 'i/o timeout')
    expect(await runWithRetry(command, { ...limits, maxElapsedMs: 0 })).toMatchObject({ exitCode: 1, retries: 0 })
    expect(runs()).toBe(1)
  })

  it('is not retried after a refusal', async () => {
    const { command, runs } = failing('GET http://h/v2/: UNAUTHORIZED: authentication required')
    expect(await runWithRetry(command, limits)).toMatchObject({ exitCode: 1, retries: 0 })
    expect(runs()).toBe(1)
  })

  it('is killed if it hangs, which is a transient error', async () => {
    const outcome = await runWithRetry(['sleep', '60'], { ...limits, attempts: 1, timeoutMs: 50 })
    expect(outcome.exitCode).not.toBe(0)
    expect(isTransient(outcome)).toBe(true)
  })

  it('stops its own sequence if it fails, and no other', async () => {
    const bad = failing('MANIFEST_UNKNOWN: manifest unknown')
    const [first, second] = await runSequences({
      ...limits,
      sequences: [
        [bad.command, ['true']],
        [['true'], ['true']],
      ],
    })
    expect(first?.map(({ exitCode }) => exitCode)).toEqual([1])
    expect(second?.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  })
})

describe('an error of a registry', () => {
  it.each([
    'HEAD http://h:5000/v2/a/manifests/1: unexpected status code 500 Internal Server Error',
    'PUT http://h/v2/a: unexpected status code 429 Too Many Requests',
    'Put "http://h/v2/a": write: connection reset by peer',
    'Get "http://h/v2/": EOF',
    'Get "http://h/v2/": dial tcp 10.0.0.1:5000: i/o timeout',
    'dial tcp 10.0.0.1:5000: connect: connection refused',
    'PATCH http://h/v2/a/blobs/uploads/1: BLOB_UPLOAD_UNKNOWN: blob upload unknown to registry',
    'GET http://h/v2/a: UNKNOWN: unknown error',
  ])('is transient: %s', (stderr) => {
    expect(isTransient({ stderr })).toBe(true)
  })

  it.each([
    ['GET http://h:5000/v2/: UNAUTHORIZED: authentication required', true],
    ['PUT http://h/v2/a: unexpected status code 403 Forbidden', true],
    ['POST http://h/v2/a: DENIED: requested access to the resource is denied', true],
    ['GET http://h/v2/a/manifests/1: MANIFEST_UNKNOWN: manifest unknown', false],
    ['GET http://h/v2/a/manifests/1: NAME_UNKNOWN: repository name not known to registry', false],
    ['PUT http://h/v2/a: unexpected status code 400 Bad Request', false],
    [`no such manifest sha256:${'500'.repeat(21)}a`, false],
  ])('is final: %s', (stderr, refused) => {
    expect(isTransient({ stderr })).toBe(false)
    expect(isRefused({ stderr })).toBe(refused)
  })
})
