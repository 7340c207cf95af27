import { type Container, type Directory, dag, type File, type Secret } from '@dagger.io/dagger'
import { toolbox } from '../toolbox/container.js'
import { type Claim, SBOM } from './attestations.js'
import { type Proof, pinned } from './push.js'

/** Who signs: a key of ours, or whoever an identity token says we are. */
export interface Signer {
  /** A private key as `cosign generate-key-pair` or `cosign import-key-pair` writes it. */
  key?: Secret | undefined
  /** The key's password; none is an empty one. */
  password?: Secret | undefined
  /** An OIDC token for Sigstore's public certificate authority and log. */
  identityToken?: Secret | undefined
}

/** A signer that can sign: its key is read once, before anything is built. */
export interface ReadySigner extends Signer {
  /** In PEM; a keyless signer has none. */
  publicKey?: string | undefined
}

const SERVICES = '/cosign/signing-config.json'
export const ROOTS = '/cosign/trusted-root.json'
const TOKEN = '/run/secrets/identity-token'
/** A signature by a key needs no service: without these files Cosign would ask Sigstore's, and log to a public log for good. */
const OFFLINE = ['--signing-config', SERVICES, '--trusted-root', ROOTS]

/**
 * Checks who is to sign, and reads the public key.
 * @returns nothing if nobody is to sign
 * @throws if both a key and a token are given, a password and no key, or if the key can't be read
 */
export async function signer({ key, password, identityToken }: Signer): Promise<ReadySigner | undefined> {
  if (key && identityToken) throw new Error('--signing-key and --identity-token exclude each other: give one')
  if (password && !key) throw new Error('--signing-password is for a --signing-key, which is missing')
  if (identityToken) return { identityToken }
  if (!key) return undefined
  const box = withSigner({ key, password })(await toolbox())
  const publicKey = await box
    .withExec(['sh', '-c', 'cosign public-key --key env://SIGNING_KEY > /key.pub 2> /problem || : > /key.pub'])
    .file('/key.pub')
    .contents()
  if (publicKey) return { key, password, publicKey }
  throw new Error(
    '--signing-key can not be read: use the private key that `cosign generate-key-pair` writes, and its password as --signing-password',
  )
}

/** An image's claims, which a signer puts their name to. */
export interface Claims {
  /** The image's name. */
  name: string
  claims: Claim[]
  /** In SPDX, one for each platform. */
  sboms: File[]
}

/** Attaches its claims to each image, and last the signature, which so says that all of them are there. */
export function proof(signer: ReadySigner, images: Claims[]): Proof {
  const by = signer.key ? ['--key', 'env://SIGNING_KEY', ...OFFLINE] : ['--identity-token', TOKEN, '--yes']
  const attest = (address: string, type: string, file: string) => [
    ...['cosign', 'attest', ...by, '--type', type, '--predicate', `/claims/${file}`],
    address,
  ]
  return {
    commands: ({ name, ...image }) => {
      const { claims, sboms } = images.find((one) => one.name === name) ?? { claims: [], sboms: [] }
      return [
        ...claims.map(({ predicateType }, at) => attest(pinned(image), predicateType, `${name}/${at}.json`)),
        ...sboms.map((_, at) => attest(pinned(image), SBOM, `${name}/spdx-${at}.json`)),
        ['cosign', 'sign', ...by, pinned(image)],
      ]
    },
    prepare: (box) => withSigner(signer)(box).withMountedDirectory('/claims', folderOf(images)),
  }
}

const folderOf = (images: Claims[]): Directory =>
  images.reduce((folder, { name, claims, sboms }) => {
    const said = claims.reduce(
      (all, { predicate }, at) => all.withNewFile(`${name}/${at}.json`, JSON.stringify(predicate)),
      folder,
    )
    return sboms.reduce((all, sbom, at) => all.withFile(`${name}/spdx-${at}.json`, sbom), said)
  }, dag.directory())

const withSigner =
  ({ key, password, identityToken }: Signer) =>
  (box: Container): Container =>
    box
      .with(withoutServices)
      .with((all) => (key ? all.withSecretVariable('SIGNING_KEY', key) : all))
      .with((all) =>
        password ? all.withSecretVariable('COSIGN_PASSWORD', password) : all.withEnvVariable('COSIGN_PASSWORD', ''),
      )
      .with((all) => (identityToken ? all.withMountedSecret(TOKEN, identityToken) : all))

/** The two files that name no service and no authority. */
export const withoutServices = (box: Container): Container =>
  box
    .withExec(['mkdir', '-p', '/cosign'])
    .withExec(['cosign', 'signing-config', 'create', '--out', SERVICES])
    .withExec(['cosign', 'trusted-root', 'create', '--out', ROOTS])
