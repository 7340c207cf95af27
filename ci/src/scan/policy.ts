import type { Container, File } from '@dagger.io/dagger'
import { utcDay } from '../lib/utc-day.js'
import type { Exception } from './exceptions.js'

/** The severity of a known vulnerability. */
export enum Severity {
  Negligible = 'NEGLIGIBLE',
  Low = 'LOW',
  Medium = 'MEDIUM',
  High = 'HIGH',
  Critical = 'CRITICAL',
}

/** The severities with their rank and the words of each scanner. Trivy has no word for negligible ones, and reports them as unknown. */
const SEVERITIES: Record<Severity, { rank: number; grype: string; trivy: string }> = {
  [Severity.Negligible]: { rank: 0, grype: 'negligible', trivy: 'UNKNOWN' },
  [Severity.Low]: { rank: 1, grype: 'low', trivy: 'LOW' },
  [Severity.Medium]: { rank: 2, grype: 'medium', trivy: 'MEDIUM' },
  [Severity.High]: { rank: 3, grype: 'high', trivy: 'HIGH' },
  [Severity.Critical]: { rank: 4, grype: 'critical', trivy: 'CRITICAL' },
}

/** Grype's word for a severity, for `--fail-on`. */
export const grypeSeverity = (severity: Severity) => SEVERITIES[severity].grype

/** Trivy's words for a severity and all above it, for `--severity`. */
export const trivySeverities = (least: Severity) =>
  Object.values(SEVERITIES)
    .filter(({ rank }) => rank >= SEVERITIES[least].rank)
    .map(({ trivy }) => trivy)
    .join(',')

/** The program that looks up the packages. */
export enum Scanner {
  /** Grype, on the SBOM that Syft makes of the image. */
  Grype = 'GRYPE',
  /** Trivy, on the image itself. */
  Trivy = 'TRIVY',
}

/** The rules and the data of a scan. */
export interface Policy {
  scanner: Scanner
  /** The least severity that fails the scan. */
  failOn: Severity
  /** Ignores findings that no version of the package fixes yet. */
  onlyFixed: boolean
  /** The findings that do not fail the scan. */
  exceptions: Exception[]
  /** The vulnerability database. Default: the scanner's own, downloaded once a day. */
  db?: File | undefined
  /** The maximum age of the database, in days. */
  dbMaxAge: number
}

/** A finding that an exception allowed. */
export interface ExceptedFinding {
  exception: Exception
  /** The id that the scanner reports. */
  vulnerability: string
  /** The package with its version: `pkg:npm/lodash@4.17.15`. */
  purl: string
}

/**
 * A scanner with its database: its command prints the findings as a table, writes reports to REPORTS, and exits with FINDINGS_EXIT_CODE
 * if there are findings of `failOn` or worse.
 */
export interface PreparedScan {
  container: Container
  command: string[]
  /** The date on which the database was built. */
  built: Date
  /** Reads the allowed findings from the scanner's JSON report. */
  excepted(report: string): ExceptedFinding[]
  /** The name of that report in REPORTS. */
  report: string
}

/** The exit code for findings at or above the limit; any other than this and 0 means that the scanner failed. */
export const FINDINGS_EXIT_CODE = 2
export const REPORTS = '/reports'

/**
 * Requires a database that is not too old to have recent vulnerabilities.
 * @throws if it is older than the policy allows
 */
export function requireRecent(built: Date, { dbMaxAge }: Policy): void {
  const days = (Date.now() - built.valueOf()) / 86_400_000
  if (days <= dbMaxAge) return
  throw new Error(
    `The vulnerability database was built on ${utcDay(built)} (${Math.floor(days)} days old; the limit is ${dbMaxAge}): use a newer one, or raise --db-max-age`,
  )
}

/** A package with known vulnerabilities in every real database: a database without any for it is empty or broken. */
export const CANARY = { name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' }

/**
 * Requires a database that has vulnerabilities.
 * @param canary the scanner's run on CANARY, with any exit code
 * @throws if the scanner did not find any
 */
export async function requireCanary(canary: Container): Promise<void> {
  if ((await canary.exitCode()) === FINDINGS_EXIT_CODE) return
  const log = await canary.stderr()
  throw new Error(
    `The vulnerability database has no vulnerabilities of ${CANARY.purl}, so it is empty or broken. Nothing was scanned.\n${log}`,
  )
}
