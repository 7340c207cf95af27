/** Describes a valid URL variable, for error messages. */
export const HTTP_URL = 'an http:// or https:// address without user, password, query or fragment'

/** Rejects credentials, because fetch rejects them and because every visitor can see the URL of the build. */
export function isHttpUrl(value: string): boolean {
  // `URL` accepts `http:host` and spaces around it, so the pattern checks the text itself.
  if (!/^https?:\/\/[^\s?#]+$/i.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}
