import { expect, test } from 'vitest'
import { isDatabaseUnavailable } from '../../src/database/connection-errors.ts'

const failure = (message: string, properties: object = {}) => Object.assign(new Error(message), properties)

test.each([
  failure('', { code: 'ECONNREFUSED' }),
  failure('terminating connection due to administrator command', { code: '57P01' }),
  failure('the database system is starting up', { code: '57P03' }),
  failure('canceling statement due to statement timeout', { code: '57014' }),
  failure('sorry, too many clients already', { code: '53300' }),
  failure('Connection terminated unexpectedly'),
  failure('Connection terminated due to connection timeout'),
  failure('timeout exceeded when trying to connect'),
  failure('Query read timeout'),
  failure('Client has encountered a connection error and is not queryable'),
])('%o means that the database is unavailable', (error) => {
  expect(isDatabaseUnavailable(error)).toBe(true)
})

test.each([
  failure('database "gone" does not exist', { code: '3D000' }),
  failure('relation "todos" does not exist', { code: '42P01' }),
  failure('aborted', { code: 'ECONNRESET', statusCode: 400 }),
  failure('Cannot read properties of undefined'),
  'text',
  undefined,
])('%o does not', (error) => {
  expect(isDatabaseUnavailable(error)).toBe(false)
})
