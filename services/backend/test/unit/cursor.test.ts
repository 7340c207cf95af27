import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../src/todos/cursor.ts'

const place = { created_at: new Date('2026-07-01T12:34:56.789Z'), id: '3f0b1c9e-8f5d-4b58-9a55-0d7c6a1f2b3c' }
const encode = (text: string) => Buffer.from(text).toString('base64url')

test('a decoded cursor equals the encoded position', () => {
  expect(decodeCursor(encodeCursor(place))).toEqual(place)
})

test('a cursor needs no escaping in a URL', () => {
  expect(encodeCursor(place)).toMatch(/^[\w-]+$/)
})

test.each([
  ['nothing', ''],
  ['not base64', '%%%'],
  ['plain text', encode('hello')],
  ['an invalid day', encode(`2026-02-31T00:00:00.000Z_${place.id}`)],
  ['an invalid hour', encode(`2026-07-01T99:00:00.000Z_${place.id}`)],
  ['an invalid id', encode(`${place.created_at.toISOString()}_1; drop table todos`)],
  ['trailing text', `${encodeCursor(place)}=`],
])('%s is refused', (_what, text) => {
  expect(() => decodeCursor(text)).toThrow('Invalid cursor: use the next_cursor of the previous page')
})
