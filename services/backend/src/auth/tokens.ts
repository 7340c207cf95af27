import { errors, jwtVerify, SignJWT } from 'jose'
import type { Config } from '../config/config.ts'
import { parseSigningKeys } from './signing-key.ts'
import { VerifiedTokens } from './verified-tokens.ts'

export interface Tokens {
  /** Signs a token for a user that expires after `seconds`. Default: JWT_EXPIRATION. */
  sign: (sub: string, seconds?: number) => Promise<string>
  /**
   * Returns the id of the user for whom the token was signed.
   *
   * @throws errors.JOSEError if the token is malformed, forged, altered, expired or incomplete.
   */
  verify: (token: string) => Promise<string>
}

/** Signs and verifies the service's own tokens. The keys are derived only once, here. */
export function createTokens(config: Pick<Config, 'JWT_SECRET' | 'JWT_ALGORITHM' | 'JWT_EXPIRATION'>): Tokens {
  const alg = config.JWT_ALGORITHM
  const keys = parseSigningKeys(alg, config.JWT_SECRET)
  const verified = new VerifiedTokens()

  const sign: Tokens['sign'] = (sub, seconds = config.JWT_EXPIRATION) =>
    new SignJWT()
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime(`${seconds} seconds`)
      .sign(keys.sign)

  const verify: Tokens['verify'] = async (token) => {
    const user = verified.userOf(token)
    if (user !== undefined) return user
    // The token's header must not choose the algorithm: `none`, or HS256 with the public key as secret, would pass.
    const { payload } = await jwtVerify(token, keys.verify, { algorithms: [alg], requiredClaims: ['sub', 'exp'] })
    const { sub, exp = 0 } = payload
    if (typeof sub !== 'string' || sub === '') {
      throw new errors.JWTClaimValidationFailed('"sub" must be a non-empty string', payload, 'sub')
    }
    verified.add(token, { sub, exp })
    return sub
  }

  return { sign, verify }
}
