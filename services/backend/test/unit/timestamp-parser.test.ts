import { types } from 'pg'
import { expect, test } from 'vitest'
import { parseTimestamp, typeParsers } from '../../src/database/timestamp-parser.ts'

test.each([
  ['2026-11-22 19:31:00.123+00', '2026-11-22T19:31:00.123Z'],
  ['2026-11-22 19:31:00.1+00', '2026-11-22T19:31:00.100Z'],
  ['2026-11-22 19:31:00+00', '2026-11-22T19:31:00.000Z'],
  ['2026-11-22 19:31:00.123+05:30', '2026-11-22T14:01:00.123Z'],
  ['2026-11-22 19:31:00.123-08', '2026-11-23T03:31:00.123Z'],
  ['10000-01-01 00:00:00+00', '+010000-01-01T00:00:00.000Z'],
  ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
])('%s is parsed as %s', (text, expected) => {
  expect(parseTimestamp(text).toISOString()).toBe(expected)
})

test('infinity is parsed as pg parses it', () => {
  expect(parseTimestamp('infinity')).toBe(Number.POSITIVE_INFINITY)
})

test('other types are parsed as pg parses them', () => {
  expect(typeParsers.getTypeParser(types.builtins.INT4)('7')).toBe(7)
})
