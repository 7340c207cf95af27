import { expect, test } from 'vitest'
import { createLogger } from '../../src/logging/logger.ts'

/** Returns the output of a logger with this format. */
function logOutput(LOG_FORMAT: 'json' | 'text', log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  log(createLogger({ LOG_LEVEL: 'WARNING', LOG_FORMAT }, { write: (line) => lines.push(line) }))
  return lines.join('')
}

test.each(['json', 'text'] as const)('%s contains requests and responses, but never their headers', (format) => {
  const headers = { authorization: 's3cret', cookie: 's3cret', 'set-cookie': 's3cret' }
  const output = logOutput(format, (logger) => {
    logger.warn({ headers, req: { method: 'GET', url: '/here', headers }, res: { statusCode: 418, headers } }, 'hello')
  })
  for (const text of ['GET', '/here', '418']) expect(output).toContain(text)
  expect(output).not.toContain('s3cret')
})

test('text is readable', () => {
  expect(logOutput('text', (logger) => logger.error('hello'))).toMatch(/^\[.*] ERROR \(\d+\): hello\n$/)
})

test('WARNING omits less severe messages', () => {
  expect(logOutput('json', (logger) => logger.info('hello'))).toBe('')
})

test('only the type, message, code, stack and cause of an error are logged', () => {
  const error = Object.assign(new Error('outer', { cause: new Error('inner') }), { code: '23514', client: 's3cret' })
  const { err } = JSON.parse(logOutput('json', (logger) => logger.error({ err: error })))
  expect(err).toMatchObject({ type: 'Error', message: 'outer', code: '23514', cause: { message: 'inner' } })
  expect(Object.keys(err).sort()).toEqual(['cause', 'code', 'message', 'stack', 'type'])
})
