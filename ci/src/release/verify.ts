import { type Command, isRefused, isTransient, type Outcome } from '../toolbox/retry.js'
import {
  PROVENANCE,
  type Provenance,
  SBOM,
  SCAN,
  type ScanResult,
  type Statement,
  type TypedPredicate,
} from './attestations.js'
import {
  type CommandResults,
  isAbsent,
  type Registry,
  registryError,
  runRegistryCommands,
  succeeded,
} from './registry.js'
import { type TrustedSigner, trustFlags, withTrustedKey } from './trust.js'

/** The requirements for an image: a trusted key or identity, and optionally a commit and a builder. */
export interface Expectations extends TrustedSigner {
  /** The full id of the commit that the image was built from. */
  commit?: string | undefined
  /** The URI of the builder. */
  builder?: string | undefined
}

/** The properties of an image that meets its expectations. */
export interface VerifyResult {
  commit: string
  builder: string
  /** The checks that passed, one per line. */
  checks: string[]
}

const REFERENCE = /^(?<address>[^@]+?)(?::(?<tag>[\w][\w.-]*))?@(?<digest>sha256:[0-9a-f]{64})$/
/** The type of the statement that `cosign sign` attaches; `cosign verify` itself accepts any attestation in its place. */
const SIGNATURE = /\/cosign\/sign\/v1$/

/** The parts of an image reference `ADDRESS[:TAG]@DIGEST`. */
export interface Reference {
  address: string
  tag?: string | undefined
  digest: string
}

/** @throws if the reference has no digest: a tag could point to another image by the time it is used */
export function parseReference(image: string): Reference {
  const { address = '', tag, digest = '' } = REFERENCE.exec(image)?.groups ?? {}
  if (digest) return { address, tag, digest }
  throw new Error(
    `--image "${image}" has no digest: use HOST/PATH[:TAG]@sha256:…, as the release report and \`docker images --digests\` show it`,
  )
}

/**
 * Checks that an image is intact, signed, and built from the expected commit by the expected builder.
 * @throws at the first check that fails
 */
export async function verify(reference: Reference, expected: Expectations, registry: Registry): Promise<VerifyResult> {
  const image = `${reference.address}@${reference.digest}`
  const flags = trustFlags(expected)
  const commands: Record<string, Command> = {
    tag: ['crane', 'digest', reference.tag ? `${reference.address}:${reference.tag}` : image],
    layers: ['crane', 'validate', '--remote', image],
    signature: ['cosign', 'verify', ...flags, image],
    ...Object.fromEntries(
      [PROVENANCE, SCAN, SBOM].map((type) => [type, ['cosign', 'verify-attestation', ...flags, '--type', type, image]]),
    ),
  }
  const results = await runRegistryCommands(
    registry,
    Object.values(commands).map((command) => [command]),
    withTrustedKey(expected),
  )
  const outcomes = Object.fromEntries(Object.keys(commands).map((name, index) => [name, firstOutcome(results, index)]))
  requireReachable(outcomes, registry)
  requireIntact(reference, outcomes)
  requireSignature(image, outcomes['signature'])
  const provenance = requireAttestation<Provenance>(image, outcomes[PROVENANCE], PROVENANCE, 'provenance')
  const scan = requireAttestation<ScanResult>(image, outcomes[SCAN], SCAN, 'scan result')
  requireAttestation(image, outcomes[SBOM], SBOM, 'SBOM')
  return requirePolicy(image, expected, provenance.predicate, scan.predicate)
}

type Outcomes = Record<string, Outcome>

function firstOutcome({ outcomes }: CommandResults, index: number): Outcome {
  const outcome = outcomes[index]?.[0]
  if (!outcome) throw new Error(`command ${index} has no outcome`)
  return outcome
}

/** If the registry is unreachable or refuses the login, the outcomes say nothing about the image. */
function requireReachable(outcomes: Outcomes, registry: Registry): void {
  const failed = Object.values(outcomes).find((outcome) => isRefused(outcome) || isTransient(outcome))
  if (failed && !succeeded(failed)) throw registryError(failed, registry)
  const { tag } = outcomes
  if (tag && !succeeded(tag) && !isAbsent(tag)) throw registryError(tag, registry)
}

function requireIntact({ address, tag, digest }: Reference, outcomes: Outcomes): void {
  const image = `${address}@${digest}`
  const name = tag ? `${address}:${tag}` : image
  const { tag: resolved, layers } = outcomes
  if (!resolved || isAbsent(resolved)) throw new Error(`${name} is not in the registry`)
  if (resolved.stdout.trim() !== digest)
    throw new Error(`${name} now points to ${resolved.stdout.trim()} instead of ${digest}`)
  if (layers && !succeeded(layers))
    throw new Error(`${image} is corrupt: a layer or the manifest does not match its digest.\n${layers.stderr.trim()}`)
}

function requireSignature(image: string, signature: Outcome | undefined): void {
  if (!signature || !succeeded(signature)) throw signatureError(image, signature)
  const statements = JSON.parse(signature.stdout) as { critical: { type: string } }[]
  if (statements.some(({ critical }) => SIGNATURE.test(critical.type))) return
  throw new Error(
    `${image} has attestations but no signature: its release did not complete, or the signature was removed`,
  )
}

function signatureError(image: string, signature: Outcome | undefined): Error {
  return /no signatures found/.test(signature?.stderr ?? '')
    ? new Error(`${image} is not signed: the registry has no signature for it`)
    : new Error(`${image} is not signed by the trusted key or identity: no signature matches`)
}

/** The statement of one type; an image may have several, and the last one counts. */
function requireAttestation<Content>(
  image: string,
  outcome: Outcome | undefined,
  type: string,
  name: string,
): TypedPredicate<Content> {
  const envelopes = outcome && succeeded(outcome) ? outcome.stdout.trim().split('\n') : []
  const statements = envelopes.map((line) => {
    const { payload } = JSON.parse(line) as { payload: string }
    return JSON.parse(Buffer.from(payload, 'base64').toString()) as Statement<Content>
  })
  const last = statements.findLast(({ predicateType }) => predicateType === type)
  if (!last) throw new Error(`${image} has no ${name} signed by the trusted key or identity`)
  return last
}

function requirePolicy(image: string, expected: Expectations, provenance: Provenance, scan: ScanResult): VerifyResult {
  const { resolvedDependencies } = provenance.buildDefinition
  const commit = resolvedDependencies.find(({ digest }) => digest['gitCommit'])?.digest['gitCommit']
  const builder = provenance.runDetails.builder.id
  const { passed, failOn, onlyFixed } = scan.policy
  if (!commit) throw new Error(`${image}: its provenance has no commit`)
  if (expected.commit && expected.commit !== commit)
    throw new Error(`${image} was built from commit ${commit}, not from ${expected.commit}`)
  if (expected.builder && expected.builder !== builder)
    throw new Error(`${image} was built by ${builder}, not by ${expected.builder}`)
  if (!passed) throw new Error(`${image} did not pass its scan (fails on ${failOn} or worse)`)
  return {
    commit,
    builder,
    checks: [
      'every layer matches its digest',
      'signed',
      `provenance: commit ${commit}, built by ${builder}`,
      `scan: no findings of ${failOn} or worse${onlyFixed ? ' that have a fix' : ''}`,
      'SBOM: SPDX',
    ],
  }
}
