import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from './lib/content-security-policy.ts'

const developmentTools = process.env.DEVELOPMENT_TOOLS === 'yes'

/** Sets the content security policy. Next reads the nonce for its scripts from the policy in the request. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), developmentTools)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

// Only pages need a nonce.
export const config = { matcher: '/((?!api/|_next/|icon.svg|robots.txt).*)' }
