interface OriginConfig {
  BETTER_AUTH_URL: string
  BETTER_AUTH_TRUST_HOST: boolean
}

/**
 * The origins that pages of this service have: its address, and behind a trusted proxy also the one that the visitor used.
 * No page of another site can set the proxy's headers, so they can't widen this for anyone but their sender.
 */
export function ownOrigins({ BETTER_AUTH_URL, BETTER_AUTH_TRUST_HOST }: OriginConfig, headers?: Headers): string[] {
  const own = new URL(BETTER_AUTH_URL).origin
  const host = headers?.get('x-forwarded-host') ?? headers?.get('host')
  const proxied = `${headers?.get('x-forwarded-proto') ?? 'http'}://${host}`
  return BETTER_AUTH_TRUST_HOST && host && URL.canParse(proxied) ? [own, new URL(proxied).origin] : [own]
}
