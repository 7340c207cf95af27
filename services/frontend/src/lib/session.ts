import { auth } from './auth.ts'

export interface Session {
  /** The raw token, which the backend exchanges for its own. Never for the browser. */
  token: string
  user: { name: string; email: string }
}

export interface SessionCheck {
  session: Session | undefined
  /** What Better Auth wants the browser to keep or forget, for example a prolonged session. */
  cookies: string[]
}

/** @throws when the database is away */
export async function checkSession(headers: Headers): Promise<SessionCheck> {
  const { response, headers: responseHeaders } = await auth().api.getSession({ headers, returnHeaders: true })
  const session = response && {
    token: response.session.token,
    user: { name: response.user.name, email: response.user.email },
  }
  return { session: session ?? undefined, cookies: responseHeaders.getSetCookie() }
}
