import { MalformedCursorError } from '../http/errors.ts'

/** The last todo of a page; the next page begins after it. */
export interface Cursor {
  created_at: Date
  id: string
}

const cursorPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Encodes an opaque cursor; its format may change. */
export function encodeCursor({ created_at, id }: Cursor): string {
  return Buffer.from(`${created_at.toISOString()}_${id}`).toString('base64url')
}

/** @throws MalformedCursorError if encodeCursor didn't create the text. */
export function decodeCursor(text: string): Cursor {
  const [, time = '', id = ''] = cursorPattern.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const created_at = new Date(time)
  if (Number.isNaN(created_at.getTime()) || encodeCursor({ created_at, id }) !== text) throw new MalformedCursorError()
  return { created_at, id }
}
