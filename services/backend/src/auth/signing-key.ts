import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'

/** The algorithms a deployment can choose from; a token signed with any other one is refused. */
export const algorithms = ['HS256', 'RS256'] as const

export type Algorithm = (typeof algorithms)[number]

/** Under HS256 both are the same secret; under RS256 they are the two halves of one RSA pair. */
export interface SigningKeys {
  sign: KeyObject
  verify: KeyObject
}

const minimumSecretLength = 32
const minimumModulusBits = 2048

/**
 * Turns JWT_SECRET into keys.
 *
 * @throws Error with a text about the key that never contains the key.
 */
export function parseSigningKeys(algorithm: Algorithm, secret: string): SigningKeys {
  if (algorithm === 'RS256') return parseRsaKeys(secret)
  if (secret.length < minimumSecretLength) {
    throw new Error(`is too short for HS256: give at least ${minimumSecretLength} random characters`)
  }
  const key = createSecretKey(secret, 'utf8')
  return { sign: key, verify: key }
}

function parseRsaKeys(secret: string): SigningKeys {
  const key = parsePrivateKey(secret)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < minimumModulusBits) {
    throw new Error(`is not strong enough for RS256: give an RSA key of at least ${minimumModulusBits} bits`)
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
    // The cause is dropped on purpose: nothing about the key's content may reach a log.
    throw new Error('is not a PKCS#8 private key in PEM (-----BEGIN PRIVATE KEY-----), which RS256 needs')
  }
}
