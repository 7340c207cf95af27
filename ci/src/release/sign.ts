import { type Container, type Directory, dag, type File, type Secret } from '@dagger.io/dagger'
import { toolbox } from '../toolbox/container.js'
import { SBOM, type TypedPredicate } from './attestations.js'
import { digestReference } from './image-reference.js'
import type { Attestor } from './push.js'

/** Signs by a private key, or by the identity in an OIDC token. */
export interface Signer {
  /** A private key as `cosign generate-key-pair` or `cosign import-key-pair` writes it. */
  key?: Secret | undefined
  /** The key's password. Default: the empty one. */
  password?: Secret | undefined
  /** An OIDC token for Sigstore's public certificate authority and log. */
  identityToken?: Secret | undefined
}

/** A signer whose key was read and can be used. */
export interface ReadySigner extends Signer {
  /** In PEM; undefined for an identity token. */
  publicKey?: string | undefined
}

const SIGNING_CONFIG = '/cosign/signing-config.json'
export const TRUSTED_ROOT = '/cosign/trusted-root.json'
const TOKEN_FILE = '/run/secrets/identity-token'
/** Without these empty files Cosign contacts Sigstore's services even when it signs by a key, and writes to a public log for good. */
const OFFLINE_FLAGS = ['--signing-config', SIGNING_CONFIG, '--trusted-root', TRUSTED_ROOT]

/**
 * Checks the options of a signer, and reads the public key.
 * @returns undefined if there is neither a key nor a token
 * @throws if both a key and a token are given, a password without a key, or a key that can't be read
 */
export async function readSigner({ key, password, identityToken }: Signer): Promise<ReadySigner | undefined> {
  if (key && identityToken) throw new Error('--signing-key and --identity-token exclude each other: give one')
  if (password && !key) throw new Error('--signing-password requires --signing-key, which is missing')
  if (identityToken) return { identityToken }
  if (!key) return undefined
  const container = withSigner({ key, password })(await toolbox())
  const publicKey = await container
    .withExec(['sh', '-c', 'cosign public-key --key env://SIGNING_KEY > /key.pub 2> /problem || : > /key.pub'])
    .file('/key.pub')
    .contents()
  if (publicKey) return { key, password, publicKey }
  throw new Error(
    '--signing-key can not be read: use the private key that `cosign generate-key-pair` writes, and its password as --signing-password',
  )
}

/** The content of an image's attestations. */
export interface Attestations {
  /** The image's name. */
  name: string
  predicates: TypedPredicate[]
  /** In SPDX, one for each platform. */
  sboms: File[]
}

/** Attests and then signs each image: the signature comes last, so that a signed image has all of its attestations. */
export function createAttestor(signer: ReadySigner, images: Attestations[]): Attestor {
  const signFlags = signer.key
    ? ['--key', 'env://SIGNING_KEY', ...OFFLINE_FLAGS]
    : ['--identity-token', TOKEN_FILE, '--yes']
  const attest = (address: string, type: string, file: string) => [
    ...['cosign', 'attest', ...signFlags, '--type', type, '--predicate', `/predicates/${file}`],
    address,
  ]
  return {
    commands: ({ name, ...image }) => {
      const { predicates, sboms } = images.find((one) => one.name === name) ?? { predicates: [], sboms: [] }
      return [
        ...predicates.map(({ predicateType }, index) =>
          attest(digestReference(image), predicateType, `${name}/${index}.json`),
        ),
        ...sboms.map((_, index) => attest(digestReference(image), SBOM, `${name}/spdx-${index}.json`)),
        ['cosign', 'sign', ...signFlags, digestReference(image)],
      ]
    },
    prepare: (container) => withSigner(signer)(container).withMountedDirectory('/predicates', predicateFiles(images)),
  }
}

const predicateFiles = (images: Attestations[]): Directory =>
  images.reduce((folder, { name, predicates, sboms }) => {
    const withPredicates = predicates.reduce(
      (files, { predicate }, index) => files.withNewFile(`${name}/${index}.json`, JSON.stringify(predicate)),
      folder,
    )
    return sboms.reduce((files, sbom, index) => files.withFile(`${name}/spdx-${index}.json`, sbom), withPredicates)
  }, dag.directory())

const withSigner =
  ({ key, password, identityToken }: Signer) =>
  (container: Container): Container =>
    container
      .with(withOfflineConfig)
      .with((signing) => (key ? signing.withSecretVariable('SIGNING_KEY', key) : signing))
      .with((signing) =>
        password
          ? signing.withSecretVariable('COSIGN_PASSWORD', password)
          : signing.withEnvVariable('COSIGN_PASSWORD', ''),
      )
      .with((signing) => (identityToken ? signing.withMountedSecret(TOKEN_FILE, identityToken) : signing))

/** A signing configuration without services, and a trusted root without authorities. */
export const withOfflineConfig = (container: Container): Container =>
  container
    .withExec(['mkdir', '-p', '/cosign'])
    .withExec(['cosign', 'signing-config', 'create', '--out', SIGNING_CONFIG])
    .withExec(['cosign', 'trusted-root', 'create', '--out', TRUSTED_ROOT])
