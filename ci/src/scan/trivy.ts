import { type Container, type Directory, type File, ReturnType } from '@dagger.io/dagger'
import { withCommandOutput } from '../lib/exec-error.js'
import { utcDay } from '../lib/utc-day.js'
import { TRIVY_IMAGE } from '../project/versions.js'
import type { Exception } from './exceptions.js'
import {
  CANARY,
  type ExceptedFinding,
  FINDINGS_EXIT_CODE,
  type Policy,
  type PreparedScan,
  REPORTS,
  requireCanary,
  requireRecent,
  trivySeverities,
} from './policy.js'
import { toolContainer } from './sbom.js'

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
 * Prepares Trivy to scan an image's OCI layout.
 * @throws if the database can't be used, is too old, or is empty
 */
export async function prepareTrivy(image: Directory, policy: Policy): Promise<PreparedScan> {
  const { failOn, onlyFixed, exceptions, db } = policy
  const scanner = db ? withDatabase(db) : withDatabaseOfToday()
  const built = await databaseDate(scanner)
  requireRecent(built, policy)
  await requireCanary(scanCanary(scanner))
  const json = `${REPORTS}/${REPORT}`
  const scan = `${SCAN} image --input /image --ignorefile /ignore.yaml --show-suppressed --format json --output ${json}`
  const convert = (options: string) => `trivy convert --quiet ${options} ${json}`
  const steps = [
    onlyFixed ? `${scan} --ignore-unfixed` : scan,
    convert('--format table --table-mode detailed --scanners vuln'),
    convert(`--format sarif --output ${REPORTS}/trivy.sarif`),
    convert(`--format json --output /dev/null --severity ${trivySeverities(failOn)} --exit-code ${FINDINGS_EXIT_CODE}`),
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

/** The part of Trivy's JSON report that is read. */
interface Report {
  Results?: {
    ExperimentalModifiedFindings?: {
      Finding: { VulnerabilityID: string; PkgName: string; PkgIdentifier: { PURL: string } }
    }[]
  }[]
}

/** @throws if an exception also suppressed a finding in another package: Trivy's exceptions can't name a package */
function exceptedIn({ Results = [] }: Report, exceptions: Exception[]): ExceptedFinding[] {
  const findings = Results.flatMap(({ ExperimentalModifiedFindings = [] }) => ExperimentalModifiedFindings)
  return findings.map(({ Finding: { VulnerabilityID: vulnerability, PkgName, PkgIdentifier } }) => {
    const exception = exceptions.find(({ id, package: name }) => id === vulnerability && name === PkgName)
    if (exception) return { exception, vulnerability, purl: PkgIdentifier.PURL }
    throw new Error(
      `${vulnerability} has an exception for another package, but ${PkgName} has it too: add an exception for ${PkgName}`,
    )
  })
}

/** The archive that Trivy's publishers provide contains trivy.db and metadata.json. */
function withDatabase(db: File): Container {
  return trivyContainer()
    .withMountedFile('/db.tar.gz', db)
    .withExec(['sh', '-c', `mkdir -p ${CACHE}/db && tar -xzf /db.tar.gz -C ${CACHE}/db`])
}

/** The date in the environment changes the step each day, so that a cached database is at most a day old. */
function withDatabaseOfToday(): Container {
  return trivyContainer()
    .withEnvVariable('TODAY', utcDay(new Date()))
    .withExec(['trivy', 'image', '--download-db-only', '--quiet'])
}

async function databaseDate(scanner: Container): Promise<Date> {
  const metadata = await withCommandOutput(
    'Trivy with its database',
    scanner.file(`${CACHE}/db/metadata.json`).contents(),
  )
  return new Date((JSON.parse(metadata) as { UpdatedAt: string }).UpdatedAt)
}

const scanCanary = (scanner: Container) =>
  scanner
    .withNewFile('/canary.json', JSON.stringify(CANARY_SBOM))
    .withExec([...SCAN.split(' '), 'sbom', `--exit-code=${FINDINGS_EXIT_CODE}`, '/canary.json'], {
      expect: ReturnType.Any,
    })

const trivyContainer = () => toolContainer(TRIVY_IMAGE).withEnvVariable('TRIVY_CACHE_DIR', CACHE)
