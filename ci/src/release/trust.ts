import type { Container, File } from '@dagger.io/dagger'
import { TRUSTED_ROOT, withOfflineConfig } from './sign.js'

/** The signer whose signatures are accepted: a key or an identity. */
export interface TrustedSigner {
  /** The signer's public key, in PEM. */
  publicKey?: string | undefined
  /** The identity in Sigstore's certificate, and the OIDC issuer of that identity. */
  identity?: { name: string; issuer: string } | undefined
}

/**
 * Checks and reads the options that name the trusted signer.
 * @throws unless either a key, or an identity with its issuer is given
 */
export async function readTrustedSigner({ key, identity, issuer }: TrustOptions): Promise<TrustedSigner> {
  if (key && (identity || issuer)) throw new Error('--key and --identity exclude each other: give one')
  if (key) return { publicKey: await key.contents() }
  if (identity && issuer) return { identity: { name: identity, issuer } }
  throw new Error("--key is missing: give the signer's public key, or both --identity and --issuer")
}

interface TrustOptions {
  key?: File | undefined
  identity?: string | undefined
  issuer?: string | undefined
}

const KEY = '/cosign/key.pub'

/** The flags by which Cosign accepts the signatures of the signer, and no others. */
export function trustFlags({ publicKey, identity }: TrustedSigner): string[] {
  if (identity) return ['--certificate-identity', identity.name, '--certificate-oidc-issuer', identity.issuer]
  if (!publicKey) throw new Error('there is neither a trusted key nor a trusted identity')
  return ['--key', KEY, '--insecure-ignore-tlog=true', '--trusted-root', TRUSTED_ROOT]
}

/** Mounts the key that `trustFlags` refers to. */
export const withTrustedKey =
  ({ publicKey }: TrustedSigner) =>
  (container: Container): Container =>
    publicKey ? withOfflineConfig(container).withNewFile(KEY, publicKey) : container
