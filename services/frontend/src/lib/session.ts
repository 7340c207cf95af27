import { auth } from './auth.ts'

export interface Session {
  /** The raw session token, which the backend exchanges for an access token. Never sent to the browser. */
  token: string
  user: { name: string; email: string }
}

export interface SessionCheck {
  session: Session | undefined
  /** The Set-Cookie headers from Better Auth, for example for an extended session. */
  cookies: string[]
}

/** Reads the session of a request. @throws if the database is unavailable */
export async function checkSession(headers: Headers): Promise<SessionCheck> {
  const { response, headers: responseHeaders } = await auth().api.getSession({ headers, returnHeaders: true })
  const session = response && {
    token: response.session.token,
    user: { name: response.user.name, email: response.user.email },
  }
  return { session: session ?? undefined, cookies: responseHeaders.getSetCookie() }
}
