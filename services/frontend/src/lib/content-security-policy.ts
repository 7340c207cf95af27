/** Pages load nothing from other hosts and send nothing to them: their own server forwards requests to the backend. */
export function contentSecurityPolicy(nonce: string, developmentTools = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developmentTools ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${developmentTools ? " 'unsafe-inline'" : ''}`,
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
