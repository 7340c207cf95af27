/** Nothing comes from another host or goes to one: the page's own server passes requests on to the backend. */
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
