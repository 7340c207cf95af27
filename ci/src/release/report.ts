import { created } from '../build/oci-annotations.js'
import { utcDay } from '../lib/utc-day.js'
import { type Verdict, verdictText } from '../scan/scan.js'
import type { Plan } from './plan.js'
import type { PreviousRelease } from './previous.js'
import { type ReleaseResult, withAddresses } from './push.js'
import type { ReadySigner } from './sign.js'

/** A release, or a plan of one. */
export interface Report {
  state: 'plan' | 'dry run' | 'released'
  version: string
  commit: string
  ref: string
  /** The commit's date, in ISO 8601. */
  created: string
  source?: string | undefined
  /** The base image with its digest. */
  base: string
  apiUrl: string
  images: ReportedImage[]
  /** The platforms whose images were built and scanned, but not run by any check. */
  notRun: string[]
  /** The checks that passed, one line each; a plan has none. */
  tests: string[]
  scans: ReportedScan[]
  /** Version tags that were moved because of `--force`, with their previous digests. */
  overwritten: ReleaseResult['overwritten']
  /** The number of retries after transient errors. */
  retries: number
  /** The signer's public key, if it has one; undefined if the images are not signed. */
  signature?: { publicKey?: string | undefined } | undefined
}

/** The scan of an image that passed. */
export interface ReportedScan {
  name: string
  packages: number
  /** The date of the vulnerability database. */
  database: string
  /** The findings that an exception allowed. */
  excepted: { id: string; package: string; reason: string; expires: string }[]
  /** The findings as a table. */
  text: string
}

export interface ReportedImage {
  name: string
  address: string
  digest: string
  platforms: ReportedPlatform[]
  tags: { name: string; reason: string; immutable: boolean }[]
  /** The previous release, if the registry has one. */
  previous?: PreviousRelease | undefined
}

export interface ReportedPlatform {
  /** `linux/amd64`. */
  name: string
  /** The digest of its manifest; the image's own digest, if the image has only this platform. */
  digest: string
  /** Compressed bytes of all layers, and of those above the base image. */
  size: number
  added: number
}

interface Results {
  state: Report['state']
  tests: string
  scans: Verdict[]
  previous: Record<string, PreviousRelease>
  signer?: ReadySigner | undefined
}

/** The report of a plan and the results of its release. */
export function releaseReport(
  plan: Plan,
  released: ReleaseResult,
  { state, tests, scans, previous, signer }: Results,
): Report {
  const { version, commit, ref, source, base, apiUrl, notRun } = plan
  return {
    ...{ state, version, commit, ref, created: created(plan), source, base, apiUrl, notRun },
    images: released.images.map(({ name, address, tags, layout: { digest, platforms } }) => ({
      ...{ name, address, digest, tags },
      platforms: platforms.map(({ platform, digest, size, added }) => ({ name: platform, digest, size, added })),
      previous: previous[name],
    })),
    tests: tests.split('\n').filter(Boolean),
    scans: scans.map(reportedScan),
    overwritten: released.overwritten,
    retries: released.retries,
    signature: signer && { publicKey: signer.publicKey },
  }
}

const reportedScan = (verdict: Verdict): ReportedScan => ({
  name: verdict.name,
  packages: verdict.packages,
  database: utcDay(verdict.built),
  excepted: verdict.excepted.map(({ exception: { id, reason, expires }, purl }) => ({
    id,
    package: purl,
    reason,
    expires,
  })),
  text: verdictText(verdict),
})

/** The report of a plan: without tests and scans, and without contact to a registry. */
export function planReport(plan: Plan, repository = 'REPOSITORY'): Report {
  return releaseReport(plan, withAddresses(plan.images, { repository }), {
    state: 'plan',
    tests: '',
    scans: [],
    previous: {},
  })
}
