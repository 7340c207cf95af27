import { createAuthClient } from 'better-auth/client'

/** The browser's side of Better Auth, on the page's own origin. */
export const authClient = createAuthClient()
