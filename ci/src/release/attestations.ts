import type { Severity } from '../scan/policy.js'

/** What is signed, as Cosign makes it of a claim: https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md */
export interface Statement<Predicate = unknown> extends Claim<Predicate> {
  subject: { name: string; digest: { sha256: string } }[]
}

/** What is said of an image. */
export interface Claim<Predicate = unknown> {
  predicateType: string
  predicate: Predicate
}

export const PROVENANCE = 'https://slsa.dev/provenance/v1'
export const SBOM = 'https://spdx.dev/Document'
export const SCAN = 'https://in-toto.io/attestation/vulns/v0.2'

/** What an image was made of, and by whom. */
export interface Origin {
  /** The full commit id. */
  commit: string
  /** `refs/heads/NAME`, `refs/tags/NAME` … */
  ref: string
  /** The repository's web address, where git knows one. */
  source?: string | undefined
  /** The base image with its digest: `docker.io/library/node@sha256:…`. */
  base: string
  /** Who ran the pipeline, as a URI. */
  builder: string
  /** The arguments of the call that change the image. */
  parameters: { apiUrl: string; nodeImage: string; platforms: string[] }
}

/** Provenance: https://slsa.dev/spec/v1.0/provenance */
export interface Provenance {
  buildDefinition: {
    buildType: string
    externalParameters: { ref: string } & Origin['parameters']
    resolvedDependencies: { uri: string; digest: Record<string, string> }[]
  }
  runDetails: { builder: { id: string } }
}

/** Who built it, as far as an engine knows: not where it ran, nor for whom. */
export const BUILDER = 'https://github.com/dagger/dagger/releases/tag/v0.21.8'
/** Names how an image follows from what its provenance lists. */
const BUILD_TYPE = 'https://github.com/dagger/dagger/tree/v0.21.8#todo-chatbot'

/** Nothing in it is of the moment, so that the same build has the same provenance. */
export function provenance({ commit, ref, source, base, builder, parameters }: Origin): Claim<Provenance> {
  const [image, digest = ''] = base.split('@sha256:')
  return {
    predicateType: PROVENANCE,
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { ref, ...parameters },
        resolvedDependencies: [
          { uri: `git+${source ?? 'file:///checkout'}@${ref}`, digest: { gitCommit: commit } },
          { uri: `oci://${image}`, digest: { sha256: digest } },
        ],
      },
      runDetails: { builder: { id: builder } },
    },
  }
}

/** The part of Grype's JSON that is passed on. */
export interface GrypeReport {
  matches: { vulnerability: { id: string; severity: string }; artifact: { name: string; version: string } }[]
  descriptor: { version: string; db?: { status?: { built?: string; schemaVersion?: string } } }
}

/** The scan's result, with the gate that it passed: https://github.com/in-toto/attestation/blob/main/spec/predicates/vuln.md */
export interface ScanResult {
  scanner: {
    uri: string
    version: string
    db: { lastUpdate?: string | undefined; version?: string | undefined }
    result: { id: string; severity: { method: string; score: string }[]; annotations: Record<string, string>[] }[]
  }
  policy: { passed: boolean; failOn: Severity; onlyFixed: boolean }
}

/** @param reports one for each platform of the image, by one scanner with one database */
export function scanResult(reports: GrypeReport[], policy: ScanResult['policy']): Claim<ScanResult> {
  const [first] = reports
  if (!first) throw new Error('an image without a scan has no scan result')
  const { version, db } = first.descriptor
  const findings = reports.flatMap(({ matches }) =>
    matches.map(({ vulnerability, artifact }) => ({
      id: vulnerability.id,
      severity: [{ method: 'grype', score: vulnerability.severity }],
      annotations: [{ package: `${artifact.name}@${artifact.version}` }],
    })),
  )
  // The platforms of an image have the same packages, but for few.
  const result = [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
  return {
    predicateType: SCAN,
    predicate: {
      scanner: {
        uri: 'https://github.com/anchore/grype',
        version,
        db: { lastUpdate: db?.status?.built, version: db?.status?.schemaVersion },
        result,
      },
      policy,
    },
  }
}
