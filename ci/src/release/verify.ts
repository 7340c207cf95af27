import type { Container, File } from '@dagger.io/dagger'
import { type Command, isRefused, isTransient, type Outcome } from '../toolbox/attempts.js'
import { type Claim, PROVENANCE, type Provenance, SBOM, SCAN, type ScanResult, type Statement } from './attestations.js'
import { type Answers, ask, failure, isAbsent, type Registry, succeeded } from './registry.js'
import { ROOTS, withoutServices } from './sign.js'

/** What an image has to be. */
export interface Expected {
  /** The public key of who signed, in PEM; or an identity. */
  publicKey?: string | undefined
  /** Whom Sigstore's certificate names, and who vouched for them. */
  identity?: { name: string; issuer: string } | undefined
  /** The full commit id that it was made of. */
  commit?: string | undefined
  /** Who built it. */
  builder?: string | undefined
}

/** What was found of an image that is as it has to be. */
export interface Verified {
  commit: string
  builder: string
  /** What was checked, one a line. */
  checks: string[]
}

/**
 * Whom to trust.
 * @throws unless it is either a key, or an identity with its issuer
 */
export async function verifier({ key, identity, issuer }: Trusted): Promise<Pick<Expected, 'publicKey' | 'identity'>> {
  if (key && (identity || issuer)) throw new Error('--key and --identity exclude each other: give one')
  if (key) return { publicKey: await key.contents() }
  if (identity && issuer) return { identity: { name: identity, issuer } }
  throw new Error('--key is missing: give the public key of who signed, or both --identity and --issuer')
}

interface Trusted {
  key?: File | undefined
  identity?: string | undefined
  issuer?: string | undefined
}

const REFERENCE = /^(?<address>[^@]+?)(?::(?<tag>[\w][\w.-]*))?@(?<digest>sha256:[0-9a-f]{64})$/
/** The type of what `cosign sign` attaches; `cosign verify` itself is content with any attestation. */
const SIGNATURE = /\/cosign\/sign\/v1$/

/** An image's address in parts. */
export interface Reference {
  address: string
  tag?: string | undefined
  digest: string
}

/** @throws if it names no digest: a tag may name another image by the time it is used */
export function reference(image: string): Reference {
  const { address = '', tag, digest = '' } = REFERENCE.exec(image)?.groups ?? {}
  if (digest) return { address, tag, digest }
  throw new Error(
    `--image "${image}" names no digest: use HOST/PATH[:TAG]@sha256:…, as the release report and \`docker images --digests\` show it`,
  )
}

/**
 * Checks that an image is whole, signed, and made as it has to be.
 * @throws with the first thing that is wrong
 */
export async function verify(image: Reference, expected: Expected, to: Registry): Promise<Verified> {
  const pinned = `${image.address}@${image.digest}`
  const by = trust(expected)
  const questions: Record<string, Command> = {
    tag: ['crane', 'digest', image.tag ? `${image.address}:${image.tag}` : pinned],
    layers: ['crane', 'validate', '--remote', pinned],
    signature: ['cosign', 'verify', ...by, pinned],
    ...Object.fromEntries(
      [PROVENANCE, SCAN, SBOM].map((type) => [type, ['cosign', 'verify-attestation', ...by, '--type', type, pinned]]),
    ),
  }
  const answers = await ask(
    to,
    Object.values(questions).map((command) => [command]),
    withKey(expected),
  )
  const found = Object.fromEntries(Object.keys(questions).map((name, index) => [name, only(answers, index)]))
  requireAnswers(found, to)
  requireWhole(image, found)
  requireSignature(pinned, found['signature'])
  const made = claim<Provenance>(pinned, found[PROVENANCE], PROVENANCE, 'provenance')
  const scan = claim<ScanResult>(pinned, found[SCAN], SCAN, 'scan result')
  claim(pinned, found[SBOM], SBOM, 'SBOM')
  return requirePolicy(pinned, expected, made.predicate, scan.predicate)
}

const KEY = '/cosign/key.pub'

function trust({ publicKey, identity }: Expected): string[] {
  if (identity) return ['--certificate-identity', identity.name, '--certificate-oidc-issuer', identity.issuer]
  if (!publicKey) throw new Error('neither a key nor an identity is trusted')
  return ['--key', KEY, '--insecure-ignore-tlog=true', '--trusted-root', ROOTS]
}

const withKey =
  ({ publicKey }: Expected) =>
  (box: Container): Container =>
    publicKey ? withoutServices(box).withNewFile(KEY, publicKey) : box

type Found = Record<string, Outcome>

function only({ outcomes }: Answers, index: number): Outcome {
  const outcome = outcomes[index]?.[0]
  if (!outcome) throw new Error(`question ${index} has no answer`)
  return outcome
}

/** A registry that is away or refuses says nothing of the image. */
function requireAnswers(found: Found, to: Registry): void {
  const unanswered = Object.values(found).find((outcome) => isRefused(outcome) || isTransient(outcome))
  if (unanswered && !succeeded(unanswered)) throw failure(unanswered, to)
  const { tag } = found
  if (tag && !succeeded(tag) && !isAbsent(tag)) throw failure(tag, to)
}

function requireWhole({ address, tag, digest }: Reference, { tag: named, layers }: Found): void {
  const pinned = `${address}@${digest}`
  const name = tag ? `${address}:${tag}` : pinned
  if (!named || isAbsent(named)) throw new Error(`${name} is not in the registry`)
  if (named.stdout.trim() !== digest)
    throw new Error(`${name} moved: it names ${named.stdout.trim()} now, and not ${digest}`)
  if (layers && !succeeded(layers))
    throw new Error(
      `${pinned} is damaged: a layer, or its manifest, is not what its digest says.\n${layers.stderr.trim()}`,
    )
}

function requireSignature(pinned: string, signature: Outcome | undefined): void {
  if (!signature || !succeeded(signature)) throw unsigned(pinned, signature)
  const signed = JSON.parse(signature.stdout) as { critical: { type: string } }[]
  if (signed.some(({ critical }) => SIGNATURE.test(critical.type))) return
  throw new Error(`${pinned} has attestations and no signature: whoever published it did not finish, or it was removed`)
}

function unsigned(pinned: string, signature: Outcome | undefined): Error {
  return /no signatures found/.test(signature?.stderr ?? '')
    ? new Error(`${pinned} is not signed: the registry has no signature of it`)
    : new Error(`${pinned} is signed by someone else: no signature fits the key`)
}

/** The statement of one type, of which an image may have several: the last one holds. */
function claim<Predicate>(pinned: string, outcome: Outcome | undefined, type: string, name: string): Claim<Predicate> {
  const envelopes = outcome && succeeded(outcome) ? outcome.stdout.trim().split('\n') : []
  const statements = envelopes.map((line) => {
    const { payload } = JSON.parse(line) as { payload: string }
    return JSON.parse(Buffer.from(payload, 'base64').toString()) as Statement<Predicate>
  })
  const last = statements.findLast(({ predicateType }) => predicateType === type)
  if (!last) throw new Error(`${pinned} has no ${name} signed by that key`)
  return last
}

function requirePolicy(pinned: string, expected: Expected, made: Provenance, scan: ScanResult): Verified {
  const commit = made.buildDefinition.resolvedDependencies.find(({ digest }) => digest['gitCommit'])?.digest[
    'gitCommit'
  ]
  const builder = made.runDetails.builder.id
  if (!commit) throw new Error(`${pinned}: its provenance names no commit`)
  if (expected.commit && expected.commit !== commit)
    throw new Error(`${pinned} was made of commit ${commit}, and not of ${expected.commit}`)
  if (expected.builder && expected.builder !== builder)
    throw new Error(`${pinned} was built by ${builder}, and not by ${expected.builder}`)
  if (!scan.policy.passed) throw new Error(`${pinned} did not pass its scan (${scan.policy.failOn} or worse)`)
  return {
    commit,
    builder,
    checks: [
      'every layer is what its digest says',
      'signed',
      `provenance: commit ${commit}, built by ${builder}`,
      `scan passed: nothing of ${scan.policy.failOn} or worse${scan.policy.onlyFixed ? ' that is fixed' : ''}`,
      'SBOM: SPDX',
    ],
  }
}
