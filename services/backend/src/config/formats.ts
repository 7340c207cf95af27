/** Whether pg can use this text as a connection string. */
export function isPostgresUrl(text: string): boolean {
  const url = parseUrl(text)
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) return false
  // ?host=/path sets the directory of a Unix socket.
  return isDecodable(url) && (url.hostname !== '' || url.searchParams.has('host'))
}

/** Whether this text is `*` or a comma-separated list of web origins. */
export function isOriginList(text: string): boolean {
  const origins = parseOrigins(text)
  return origins === '*' || origins.every(isOrigin)
}

/** Splits CORS_ORIGINS into a list; returns `*` unchanged. */
export function parseOrigins(text: string): '*' | string[] {
  return text.trim() === '*' ? '*' : text.split(',').map((origin) => origin.trim())
}

function isOrigin(text: string): boolean {
  const url = parseUrl(text)
  // Browsers send origins in exactly this form, and they are compared as strings.
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.origin === text
}

/** pg decodes these parts only when it connects; a stray `%` would fail as late as that. */
function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(username + password + pathname)
    return true
  } catch {
    return false
  }
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
