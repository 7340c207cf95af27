import { expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../src/lib/content-security-policy.ts'

it('allows only the own host, scripts with the nonce, and no frames around the page', () => {
  const policy = contentSecurityPolicy('abc')
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'")
  expect(policy).toContain("connect-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
})
