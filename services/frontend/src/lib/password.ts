/** What sign-up asks for: the form checks it for the visitor's sake, the server for its own. */
export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 128
