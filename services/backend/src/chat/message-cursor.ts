import { MalformedCursorError } from '../http/errors.ts'

/** Makes text for clients to hand back as it is, of a message's place in its conversation. */
export function encodeMessageCursor({ position }: { position: string }): string {
  return Buffer.from(position).toString('base64url')
}

/** @throws MalformedCursorError for anything that encodePosition did not make. */
export function decodeMessageCursor(text: string): string {
  const position = Buffer.from(text, 'base64url').toString()
  if (!/^[1-9]\d{0,17}$/.test(position) || encodeMessageCursor({ position }) !== text) throw new MalformedCursorError()
  return position
}
