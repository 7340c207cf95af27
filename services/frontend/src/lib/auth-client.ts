import { createAuthClient } from 'better-auth/client'

/** Better Auth's client for the browser; it uses the page's origin. */
export const authClient = createAuthClient()
