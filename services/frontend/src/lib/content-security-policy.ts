/** Nothing comes from another host; `apiOrigin` is the one place that the page may send requests to. */
export function contentSecurityPolicy(nonce: string, apiOrigin: string, developmentTools = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developmentTools ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${developmentTools ? " 'unsafe-inline'" : ''}`,
    `connect-src 'self' ${apiOrigin}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
