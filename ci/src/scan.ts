import { type Container, type Directory, dag, type File, ReturnType } from '@dagger.io/dagger'
import { imageName, type ServiceName } from './images.js'
import { GRYPE_IMAGE, SYFT_IMAGE, TRIVY_IMAGE } from './versions.js'

/** How bad a known vulnerability must be to fail a scan. */
export enum Severity {
  Negligible = 'NEGLIGIBLE',
  Low = 'LOW',
  Medium = 'MEDIUM',
  High = 'HIGH',
  Critical = 'CRITICAL',
}

/** What looks the packages up. */
export enum Scanner {
  /** Grype, on the SBOM that Syft makes of the image. */
  Grype = 'GRYPE',
  /** Trivy, on the image itself. */
  Trivy = 'TRIVY',
}

/** What a scan lets pass, and what it knows. */
export interface Policy {
  scanner: Scanner
  failOn: Severity
  /** Leaves out findings that no version of the package fixes yet. */
  onlyFixed: boolean
  /** The vulnerability database; without one the scanner downloads its own, at most a day old. */
  db?: File | undefined
}

/** An image's verdict: its reports, and the findings as a table. */
export interface Verdict {
  name: string
  passed: boolean
  table: string
  reports: Directory
}

/** A package that every real database has a finding for: a database that misses it is empty or broken. */
const CANARY = 'pkg:npm/lodash@4.17.15'
/** An SBOM with fewer packages means that Syft could not read the image: Alpine alone has more. */
const LEAST_PACKAGES = 10
const FOUND = 2

/**
 * The packages of an image, as `spdx.json` (SPDX 2.3) and `cyclonedx.json` (CycloneDX 1.6).
 * Syft sees a tarball of the image, no registry and no secret.
 */
export function sbom(image: Container): Directory {
  return tool(SYFT_IMAGE)
    .withEnvVariable('SYFT_CHECK_FOR_APP_UPDATE', 'false')
    .withMountedFile('/image.tar', image.asTarball())
    .withDirectory('/sbom', dag.directory())
    .withExec([
      '/syft',
      'scan',
      'oci-archive:/image.tar',
      '--quiet',
      '--output',
      'spdx-json=/sbom/spdx.json',
      '--output',
      'cyclonedx-json=/sbom/cyclonedx.json',
    ])
    .directory('/sbom')
}

/**
 * Looks the packages of images up in the vulnerability database, side by side.
 * @throws if the scanner can't do its work: no database, a broken or empty one, an image it can't read
 */
export async function scanImages(images: Record<ServiceName, Container>, policy: Policy): Promise<Verdict[]> {
  const scan = policy.scanner === Scanner.Trivy ? trivy : grype
  const services = Object.keys(images) as ServiceName[]
  return await Promise.all(services.map((service) => scan(imageName(service), images[service], policy)))
}

/**
 * The findings of all images as text.
 * @throws with that text if one of the images did not pass
 */
export function gate(verdicts: Verdict[]): string {
  const text = verdicts
    .map(({ name, passed, table }) => `${name}: ${passed ? 'passed' : 'FAILED'}\n${table}\n`)
    .join('\n')
  if (verdicts.some(({ passed }) => !passed))
    throw new Error(`The scan found vulnerabilities at or above the limit.\n${text}`)
  return text
}

/** The reports of all images, a folder each. */
export function reportsOf(verdicts: Verdict[]): Directory {
  return verdicts.reduce((all, { name, reports }) => all.withDirectory(name, reports), dag.directory())
}

async function grype(name: string, image: Container, { failOn, onlyFixed, db }: Policy): Promise<Verdict> {
  const packages = sbom(image)
  const scanner = db ? grypeWith(db, await db.name()) : grypeOfToday()
  await Promise.all([requireCanary(scanner), requirePackages(name, packages)])
  const outcome = scanner
    .withMountedDirectory('/sbom', packages)
    .withDirectory('/reports', packages)
    .withExec(
      [
        '/grype',
        'sbom:/sbom/spdx.json',
        '--fail-on',
        failOn.toLowerCase(),
        ...(onlyFixed ? ['--only-fixed'] : []),
        '--output',
        'table',
        '--output',
        'json=/reports/grype.json',
        '--output',
        'sarif=/reports/grype.sarif',
      ],
      { expect: ReturnType.Any },
    )
  return await verdict(name, outcome, FOUND)
}

const GRYPE_DB = '/grype-db'

function grypeBase(): Container {
  return tool(GRYPE_IMAGE)
    .withEnvVariable('GRYPE_CHECK_FOR_APP_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_AUTO_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_CACHE_DIR', GRYPE_DB)
}

/** A given database is taken as it is, whatever its age: it is an input, and the result says so. */
function grypeWith(db: File, fileName: string): Container {
  return grypeBase()
    .withEnvVariable('GRYPE_DB_VALIDATE_AGE', 'false')
    .withMountedFile(`/import/${fileName}`, db)
    .withExec(['/grype', 'db', 'import', `/import/${fileName}`])
}

/** The date makes the download a step of its own each day, so that a cached database is at most a day old. */
function grypeOfToday(): Container {
  return grypeBase()
    .withEnvVariable('TODAY', new Date().toISOString().slice(0, 10))
    .withExec(['/grype', 'db', 'update'])
}

async function requireCanary(scanner: Container): Promise<void> {
  const canary = scanner.withExec(['/grype', CANARY, '--quiet', '--fail-on', 'negligible'], { expect: ReturnType.Any })
  const exitCode = await canary.exitCode()
  if (exitCode === FOUND) return
  throw new Error(
    `The vulnerability database knows nothing of ${CANARY}, so it is empty or broken; no image was scanned.\n${await canary.stderr()}`,
  )
}

async function requirePackages(name: string, packages: Directory): Promise<void> {
  const { components = [] } = JSON.parse(await packages.file('cyclonedx.json').contents()) as {
    components?: { type: string }[]
  }
  const found = components.filter(({ type }) => type !== 'file').length
  if (found < LEAST_PACKAGES)
    throw new Error(
      `${name}: the SBOM has ${found} packages, at least ${LEAST_PACKAGES} were expected; the image could not be read`,
    )
}

async function trivy(name: string, image: Container, { failOn, onlyFixed, db }: Policy): Promise<Verdict> {
  const severities = Object.values(Severity).slice(Object.values(Severity).indexOf(failOn))
  const cache = db
    ? tool(TRIVY_IMAGE).withMountedFile('/trivy-cache/db/trivy.db', db).withEnvVariable('TRIVY_SKIP_DB_UPDATE', 'true')
    : tool(TRIVY_IMAGE).withEnvVariable('TODAY', new Date().toISOString().slice(0, 10))
  const outcome = cache
    .withEnvVariable('TRIVY_CACHE_DIR', '/trivy-cache')
    .withDirectory('/reports', sbom(image))
    .withMountedFile('/image.tar', image.asTarball())
    .withExec(
      [
        'trivy',
        'image',
        '--input',
        '/image.tar',
        '--scanners',
        'vuln',
        '--no-progress',
        '--exit-code',
        String(FOUND),
        '--severity',
        severities.map(trivySeverity).join(','),
        ...(onlyFixed ? ['--ignore-unfixed'] : []),
      ],
      { expect: ReturnType.Any },
    )
  return await verdict(name, outcome, FOUND)
}

/** Trivy says UNKNOWN where Grype says negligible. */
const trivySeverity = (severity: Severity) => (severity === Severity.Negligible ? 'UNKNOWN' : severity)

async function verdict(name: string, outcome: Container, found: number): Promise<Verdict> {
  const [exitCode, table, log] = await Promise.all([outcome.exitCode(), outcome.stdout(), outcome.stderr()])
  if (exitCode !== 0 && exitCode !== found)
    throw new Error(`${name} could not be scanned (exit code ${exitCode}).\n${log}`)
  return { name, passed: exitCode === 0, table: table.trim(), reports: outcome.directory('/reports') }
}

/** A tool's image may have nothing but the tool, not even a folder for temporary files. */
function tool(image: string): Container {
  return dag.container().from(image).withMountedTemp('/tmp')
}
