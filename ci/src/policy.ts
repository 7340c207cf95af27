import type { Container, File } from '@dagger.io/dagger'

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

/** A scanner, ready to run: it prints findings as a table, leaves reports in `/reports` and exits with FOUND at the limit. */
export interface Scan {
  container: Container
  command: string[]
}

/** The exit code of a scan that found something at or above the limit; any other but 0 is a scan that did not work. */
export const FOUND = 2
export const REPORTS = '/reports'
