import type { Severity } from '../scan/policy.js'

/** A statement as Cosign signs it: https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md */
export interface Statement<Content = unknown> extends TypedPredicate<Content> {
  subject: { name: string; digest: { sha256: string } }[]
}

/** A predicate with its type: a statement without its subject, which Cosign adds. */
export interface TypedPredicate<Content = unknown> {
  predicateType: string
  predicate: Content
}

export const PROVENANCE = 'https://slsa.dev/provenance/v1'
export const SBOM = 'https://spdx.dev/Document'
export const SCAN = 'https://in-toto.io/attestation/vulns/v0.2'

/** The source and the builder of an image. */
export interface BuildInfo {
  /** The full commit id. */
  commit: string
  /** `refs/heads/NAME`, `refs/tags/NAME` … */
  ref: string
  /** The repository's web address; undefined if git has no origin. */
  source?: string | undefined
  /** The base image with its digest: `docker.io/library/node@sha256:…`. */
  base: string
  /** The engine's version, as `dag.version()` returns it: `v0.21.8`. */
  engineVersion: string
  /** The URI of the builder. Default: the release of the engine, which does not know where it runs and for whom. */
  builder?: string | undefined
  /** The arguments of the call that change the image. */
  parameters: { apiUrl: string; nodeImage: string; platforms: string[] }
}

/** Provenance: https://slsa.dev/spec/v1.0/provenance */
export interface Provenance {
  buildDefinition: {
    buildType: string
    externalParameters: { ref: string } & BuildInfo['parameters']
    resolvedDependencies: { uri: string; digest: Record<string, string> }[]
  }
  runDetails: { builder: { id: string } }
}

const ENGINE = 'https://github.com/dagger/dagger'

/** The provenance of an image. It contains no times and no random values, so that the same build has the same provenance. */
export function provenance(build: BuildInfo): TypedPredicate<Provenance> {
  const { commit, ref, source, base, engineVersion, parameters } = build
  const [image, digest = ''] = base.split('@sha256:')
  return {
    predicateType: PROVENANCE,
    predicate: {
      buildDefinition: {
        // The type says how the image follows from the dependencies and parameters that are listed here.
        buildType: `${ENGINE}/tree/${engineVersion}#todo-chatbot`,
        externalParameters: { ref, ...parameters },
        resolvedDependencies: [
          { uri: `git+${source ?? 'file:///checkout'}@${ref}`, digest: { gitCommit: commit } },
          { uri: `oci://${image}`, digest: { sha256: digest } },
        ],
      },
      runDetails: { builder: { id: build.builder ?? `${ENGINE}/releases/tag/${engineVersion}` } },
    },
  }
}

/** The part of Grype's JSON that the scan result contains. */
export interface GrypeReport {
  matches: { vulnerability: { id: string; severity: string }; artifact: { name: string; version: string } }[]
  descriptor: { version: string; db?: { status?: { built?: string; schemaVersion?: string } } }
}

/** The findings of a scan, and the policy that they were judged by: https://github.com/in-toto/attestation/blob/main/spec/predicates/vuln.md */
export interface ScanResult {
  scanner: {
    uri: string
    version: string
    db: { lastUpdate?: string | undefined; version?: string | undefined }
    result: { id: string; severity: { method: string; score: string }[]; annotations: Record<string, string>[] }[]
  }
  policy: { passed: boolean; failOn: Severity; onlyFixed: boolean }
}

/** @param reports one for each platform of the image, from the same scanner and database */
export function scanResult(reports: GrypeReport[], policy: ScanResult['policy']): TypedPredicate<ScanResult> {
  const [first] = reports
  if (!first) throw new Error('a scan result needs the report of at least one platform')
  const { version, db } = first.descriptor
  const findings = reports.flatMap(({ matches }) =>
    matches.map(({ vulnerability, artifact }) => ({
      id: vulnerability.id,
      severity: [{ method: 'grype', score: vulnerability.severity }],
      annotations: [{ package: `${artifact.name}@${artifact.version}` }],
    })),
  )
  // Most packages are the same on all platforms of an image.
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
