/** The variables that the service needs to start. `changes` overrides them; `undefined` removes one. */
export function newEnv(changes: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return {
    BETTER_AUTH_SECRET: 'a-secret-for-tests-with-40-characters-ok',
    BETTER_AUTH_URL: 'http://localhost:3000',
    DATABASE_URL: 'postgresql://todo:hunter2@localhost:5432/todo',
    ...changes,
  }
}

/** Creates a session cookie with a valid signature, so that Better Auth looks up the session in the database. */
export async function signedCookie(token = 'a-session-token', secret = newEnv()['BETTER_AUTH_SECRET'] ?? '') {
  const key = { name: 'HMAC', hash: 'SHA-256' }
  const secretKey = await crypto.subtle.importKey('raw', Buffer.from(secret), key, false, ['sign'])
  const signature = Buffer.from(await crypto.subtle.sign(key, secretKey, Buffer.from(token))).toString('base64')
  return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}
