import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password.ts'

export type Field = 'name' | 'email' | 'password'

/** The message for the visitor, and the field to correct. */
export interface AuthProblem {
  text: string
  field?: Field
}

/** Better Auth's error response; empty if there was no response. */
export interface AuthFailure {
  status?: number
  code?: string | undefined
}

const EMAIL_TAKEN: AuthProblem = {
  text: 'An account with this e-mail already exists. Sign in instead, or use another e-mail.',
  field: 'email',
}

const problemsByCode: Record<string, AuthProblem> = {
  INVALID_EMAIL_OR_PASSWORD: { text: 'Incorrect e-mail or password.', field: 'password' },
  INVALID_EMAIL: { text: 'Enter a valid e-mail address.', field: 'email' },
  PASSWORD_TOO_SHORT: { text: `The password must have at least ${PASSWORD_MIN_LENGTH} characters.`, field: 'password' },
  PASSWORD_TOO_LONG: { text: `The password can have at most ${PASSWORD_MAX_LENGTH} characters.`, field: 'password' },
  USER_ALREADY_EXISTS: EMAIL_TAKEN,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: EMAIL_TAKEN,
  INVALID_ORIGIN: { text: 'This page has a different address than BETTER_AUTH_URL, the configured one.' },
}

export const UNREACHABLE: AuthProblem = { text: 'The service is not responding. Check your connection and try again.' }

export function authProblem({ status = 0, code = '' }: AuthFailure): AuthProblem {
  if (status === 429) return { text: 'Too many attempts. Try again in a minute.' }
  if (status >= 500) return { text: 'The account service is temporarily unavailable. Try again shortly.' }
  if (status === 0) return UNREACHABLE
  return problemsByCode[code] ?? { text: 'The service rejected the request. Check your input and try again.' }
}
