import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'

/** The algorithms that a deployment can choose from. Tokens signed with any other algorithm are rejected. */
export const algorithms = ['HS256', 'RS256'] as const

export type Algorithm = (typeof algorithms)[number]

/** With HS256 both are the same secret; with RS256 they are the private and public key of one RSA key pair. */
export interface SigningKeys {
  sign: KeyObject
  verify: KeyObject
}

const minimumSecretLength = 32
const minimumModulusBits = 2048

/**
 * Turns JWT_SECRET into signing and verification keys.
 *
 * @throws Error if the key is unusable. The message never contains the key.
 */
export function parseSigningKeys(algorithm: Algorithm, secret: string): SigningKeys {
  if (algorithm === 'RS256') return parseRsaKeys(secret)
  if (secret.length < minimumSecretLength) {
    throw new Error(`is too short for HS256: use at least ${minimumSecretLength} random characters`)
  }
  const key = createSecretKey(secret, 'utf8')
  return { sign: key, verify: key }
}

function parseRsaKeys(secret: string): SigningKeys {
  const key = parsePrivateKey(secret)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < minimumModulusBits) {
    throw new Error(`is not strong enough for RS256: use an RSA key of at least ${minimumModulusBits} bits`)
  }
  return { sign: key, verify: createPublicKey(key) }
}

function parsePrivateKey(secret: string): KeyObject {
  // Environment files and Kubernetes manifests often hold a PEM on one line, with its line breaks written as "\n".
  const pem = secret.replaceAll('\\n', '\n').trim()
  try {
    if (!pem.startsWith('-----BEGIN PRIVATE KEY-----')) throw new Error('not PKCS#8')
    return createPrivateKey({ key: pem, format: 'pem' })
  } catch {
    // Deliberately without the cause: nothing about the key's content may reach a log.
    throw new Error('is not a PKCS#8 private key in PEM format (-----BEGIN PRIVATE KEY-----), which RS256 requires')
  }
}
