import { type Container, type Directory, type File, ReturnType } from '@dagger.io/dagger'
import { explained } from '../lib/exec-error.js'
import { TRIVY_IMAGE } from '../project/versions.js'
import type { Exception } from './exceptions.js'
import {
  CANARY,
  day,
  type Excepted,
  FOUND,
  type Policy,
  REPORTS,
  requireCanary,
  requireRecent,
  type Scan,
  Severity,
} from './policy.js'
import { tool } from './sbom.js'

const CACHE = '/trivy-cache'
const REPORT = 'trivy.json'

/** The canary as an SBOM. */
const CANARY_SBOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [{ type: 'library', ...CANARY }],
}

/**
 * Trivy on an image's OCI layout.
 * @throws if the database can't be used, is too old, or knows nothing
 */
export async function trivy(image: Directory, policy: Policy): Promise<Scan> {
  const { failOn, onlyFixed, exceptions, db } = policy
  const scanner = db ? withDatabase(db) : withDatabaseOfToday()
  const built = await builtOn(scanner)
  requireRecent(built, policy)
  await requireCanary(canary(scanner))
  const json = `${REPORTS}/${REPORT}`
  const scan = `${SCAN} image --input /image --ignorefile /ignore.yaml --show-suppressed --format json --output ${json}`
  const convert = (options: string) => `trivy convert --quiet ${options} ${json}`
  const limit = Object.values(Severity).slice(Object.values(Severity).indexOf(failOn)).map(trivySeverity).join(',')
  const steps = [
    onlyFixed ? `${scan} --ignore-unfixed` : scan,
    convert('--format table --table-mode detailed --scanners vuln'),
    convert(`--format sarif --output ${REPORTS}/trivy.sarif`),
    convert(`--format json --output /dev/null --severity ${limit} --exit-code ${FOUND}`),
  ]
  return {
    container: scanner
      .withMountedDirectory('/image', image)
      .withNewFile('/ignore.yaml', JSON.stringify({ vulnerabilities: exceptions.map(({ id }) => ({ id })) })),
    command: ['sh', '-c', steps.join(' && ')],
    built,
    report: REPORT,
    excepted: (report) => exceptedIn(JSON.parse(report), exceptions),
  }
}

const SCAN = 'trivy --quiet --skip-db-update --skip-version-check --scanners vuln'

/** Trivy says UNKNOWN where Grype says negligible. */
const trivySeverity = (severity: Severity) => (severity === Severity.Negligible ? 'UNKNOWN' : severity)

/** What is read of Trivy's JSON report. */
interface Report {
  Results?: {
    ExperimentalModifiedFindings?: {
      Finding: { VulnerabilityID: string; PkgName: string; PkgIdentifier: { PURL: string } }
    }[]
  }[]
}

/** @throws if an exception let something pass in another package than its own: Trivy takes no name of a package */
function exceptedIn({ Results = [] }: Report, exceptions: Exception[]): Excepted[] {
  const findings = Results.flatMap(({ ExperimentalModifiedFindings = [] }) => ExperimentalModifiedFindings)
  return findings.map(({ Finding: { VulnerabilityID: vulnerability, PkgName, PkgIdentifier } }) => {
    const exception = exceptions.find(({ id, package: name }) => id === vulnerability && name === PkgName)
    if (exception) return { exception, vulnerability, purl: PkgIdentifier.PURL }
    throw new Error(
      `${vulnerability} is excepted for another package, but ${PkgName} has it too: except it there as well`,
    )
  })
}

/** The archive that Trivy's publishers serve holds trivy.db and metadata.json. */
function withDatabase(db: File): Container {
  return base()
    .withMountedFile('/db.tar.gz', db)
    .withExec(['sh', '-c', `mkdir -p ${CACHE}/db && tar -xzf /db.tar.gz -C ${CACHE}/db`])
}

/** The date makes the download another step each day, so that a cached database is at most a day old. */
function withDatabaseOfToday(): Container {
  return base().withEnvVariable('TODAY', day(new Date())).withExec(['trivy', 'image', '--download-db-only', '--quiet'])
}

async function builtOn(scanner: Container): Promise<Date> {
  const metadata = await explained('Trivy with its database', scanner.file(`${CACHE}/db/metadata.json`).contents())
  return new Date((JSON.parse(metadata) as { UpdatedAt: string }).UpdatedAt)
}

const canary = (scanner: Container) =>
  scanner
    .withNewFile('/canary.json', JSON.stringify(CANARY_SBOM))
    .withExec([...SCAN.split(' '), 'sbom', `--exit-code=${FOUND}`, '/canary.json'], { expect: ReturnType.Any })

const base = () => tool(TRIVY_IMAGE).withEnvVariable('TRIVY_CACHE_DIR', CACHE)
