import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password.ts'

export type Field = 'name' | 'email' | 'password'

/** What to tell the visitor, and which field to put right. */
export interface AuthProblem {
  text: string
  field?: Field
}

/** Better Auth's answer, or nothing at all. */
export interface AuthFailure {
  status?: number
  code?: string | undefined
}

const EMAIL_TAKEN: AuthProblem = {
  text: 'There is an account with this e-mail already. Sign in instead, or use another address.',
  field: 'email',
}

const problemsByCode: Record<string, AuthProblem> = {
  INVALID_EMAIL_OR_PASSWORD: { text: 'This e-mail and password do not belong together.', field: 'password' },
  INVALID_EMAIL: { text: 'This is not an e-mail address.', field: 'email' },
  PASSWORD_TOO_SHORT: { text: `The password needs at least ${PASSWORD_MIN_LENGTH} characters.`, field: 'password' },
  PASSWORD_TOO_LONG: { text: `The password may have at most ${PASSWORD_MAX_LENGTH} characters.`, field: 'password' },
  USER_ALREADY_EXISTS: EMAIL_TAKEN,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: EMAIL_TAKEN,
  INVALID_ORIGIN: { text: 'The service does not know this address of its own: BETTER_AUTH_URL names another one.' },
}

export const UNREACHABLE: AuthProblem = { text: 'The service does not answer. Check your connection and try again.' }

export function authProblem({ status = 0, code = '' }: AuthFailure): AuthProblem {
  if (status === 429) return { text: 'Too many tries. Wait a minute, then try again.' }
  if (status >= 500)
    return { text: 'The service can not reach its accounts at the moment. Try again in a little while.' }
  if (status === 0) return UNREACHABLE
  return problemsByCode[code] ?? { text: 'The service did not accept this. Check what you entered and try again.' }
}
