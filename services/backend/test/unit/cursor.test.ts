import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../src/todos/cursor.ts'

const place = { created_at: new Date('2026-07-01T12:34:56.789Z'), id: '3f0b1c9e-8f5d-4b58-9a55-0d7c6a1f2b3c' }
const encode = (text: string) => Buffer.from(text).toString('base64url')

test('a cursor leads back to its place', () => {
  expect(decodeCursor(encodeCursor(place))).toEqual(place)
})

test('a cursor is safe in an address', () => {
  expect(encodeCursor(place)).toMatch(/^[\w-]+$/)
})

test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['words', encode('hello')],
  ['a day that is none', encode(`2026-02-31T00:00:00.000Z_${place.id}`)],
  ['an hour that is none', encode(`2026-07-01T99:00:00.000Z_${place.id}`)],
  ['an id that is none', encode(`${place.created_at.toISOString()}_1; drop table todos`)],
  ['something more behind it', `${encodeCursor(place)}=`],
])('%s is refused', (_what, text) => {
  expect(() => decodeCursor(text)).toThrow('Invalid cursor: use the next_cursor of the previous page')
})
