import type { Container, File } from '@dagger.io/dagger'
import type { Exception } from './exceptions.js'

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
  /** The findings that are let pass. */
  exceptions: Exception[]
  /** The vulnerability database; without one the scanner downloads its own, at most a day old. */
  db?: File | undefined
  /** How old the database may be, in days. */
  dbMaxAge: number
}

/** A finding that an exception let pass. */
export interface Excepted {
  exception: Exception
  /** The vulnerability as the scanner names it. */
  vulnerability: string
  /** The package with its version: `pkg:npm/lodash@4.17.15`. */
  purl: string
}

/** A scanner, ready to run: it prints findings as a table, leaves reports in `/reports` and exits with FOUND at the limit. */
export interface Scan {
  container: Container
  command: string[]
  /** When the database was made. */
  built: Date
  /** What the scanner's JSON report says was let pass. */
  excepted(report: string): Excepted[]
  /** The name of that report in `/reports`. */
  report: string
}

/** The exit code of a scan that found something at or above the limit; any other but 0 is a scan that did not work. */
export const FOUND = 2
export const REPORTS = '/reports'

/**
 * Refuses a database that may know too little of what is new.
 * @throws if it is older than it may be
 */
export function requireRecent(built: Date, { dbMaxAge }: Policy): void {
  const days = (Date.now() - built.valueOf()) / 86_400_000
  if (days <= dbMaxAge) return
  throw new Error(
    `The vulnerability database is of ${day(built)}, ${Math.floor(days)} days old, and may be ${dbMaxAge}: give a newer one, or --db-max-age`,
  )
}

/** A package that every real database has a finding for: a database that misses it is empty or broken. */
export const CANARY = { name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' }

/**
 * Refuses a database that knows nothing.
 * @param canary the scanner's run on CANARY, whatever its exit code
 * @throws if it did not find anything
 */
export async function requireCanary(canary: Container): Promise<void> {
  if ((await canary.exitCode()) === FOUND) return
  const log = await canary.stderr()
  throw new Error(
    `The vulnerability database knows nothing of ${CANARY.purl}, so it is empty or broken; nothing was scanned.\n${log}`,
  )
}

/** A date in UTC: `2026-11-22`. */
export const day = (date: Date) => date.toISOString().slice(0, 10)
