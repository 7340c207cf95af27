interface OriginConfig {
  BETTER_AUTH_URL: string
  BETTER_AUTH_TRUST_HOST: boolean
}

/**
 * The origins of this service's pages: its configured address and, behind a trusted proxy, also the visitor's address.
 * Pages of other sites can't set the proxy's headers, so a forged header affects only its sender.
 */
export function ownOrigins({ BETTER_AUTH_URL, BETTER_AUTH_TRUST_HOST }: OriginConfig, headers?: Headers): string[] {
  const own = new URL(BETTER_AUTH_URL).origin
  const host = headers?.get('x-forwarded-host') ?? headers?.get('host')
  const proxied = `${headers?.get('x-forwarded-proto') ?? 'http'}://${host}`
  return BETTER_AUTH_TRUST_HOST && host && URL.canParse(proxied) ? [own, new URL(proxied).origin] : [own]
}
