import { MalformedCursorError } from '../http/errors.ts'

/** Encodes a message's position as an opaque cursor. */
export function encodeMessageCursor({ position }: { position: string }): string {
  return Buffer.from(position).toString('base64url')
}

/** @throws MalformedCursorError if encodeMessageCursor didn't create the text. */
export function decodeMessageCursor(text: string): string {
  const position = Buffer.from(text, 'base64url').toString()
  if (!/^[1-9]\d{0,17}$/.test(position) || encodeMessageCursor({ position }) !== text) throw new MalformedCursorError()
  return position
}
