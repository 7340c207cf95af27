/** What a value of a URL variable has to look like, for messages. */
export const HTTP_URL = 'an http:// or https:// address without user, password, query or fragment'

/** Credentials are refused because fetch refuses them, and because the build-time address is visible to every visitor. */
export function isHttpUrl(value: string): boolean {
  // `URL` repairs `http:host` and trims blanks, so the start is checked on the text itself.
  if (!/^https?:\/\/[^\s?#]+$/i.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}
