import { type Directory, dag, ReturnType } from '@dagger.io/dagger'
import { utcDay } from '../lib/utc-day.js'
import type { Exception } from './exceptions.js'
import { prepareGrype } from './grype.js'
import { openVex } from './openvex.js'
import { type ExceptedFinding, FINDINGS_EXIT_CODE, type Policy, REPORTS, Scanner } from './policy.js'
import { countPackages, sbom } from './sbom.js'
import { prepareTrivy } from './trivy.js'

/** The result of an image's scan. */
export interface Verdict {
  name: string
  passed: boolean
  packages: number
  /** The date on which the vulnerability database was built. */
  built: Date
  /** The findings, in the scanner's own format. */
  table: string
  /** The findings that an exception allowed. */
  excepted: ExceptedFinding[]
  /** The SBOMs and the scanner's reports. */
  reports: Directory
}

/**
 * Looks up the packages of images in a vulnerability database, in parallel.
 * @param images OCI layouts by image name
 * @throws if the database is missing, broken, empty or too old, if an image can't be read, or if no image needs one of the exceptions
 */
export async function scanImages(images: Record<string, Directory>, policy: Policy): Promise<Verdict[]> {
  const verdicts = await Promise.all(Object.entries(images).map(([name, image]) => scanImage(name, image, policy)))
  requireUsed(policy.exceptions, verdicts)
  return verdicts
}

async function scanImage(name: string, image: Directory, policy: Policy): Promise<Verdict> {
  const packages = sbom(image)
  const scanner = policy.scanner === Scanner.Trivy ? prepareTrivy(image, policy) : prepareGrype(packages, policy)
  const [count, scan] = await Promise.all([countPackages(packages), scanner])
  const run = scan.container.withDirectory(REPORTS, packages).withExec(scan.command, { expect: ReturnType.Any })
  const [exitCode, table, log] = await Promise.all([run.exitCode(), run.stdout(), run.stderr()])
  if (exitCode !== 0 && exitCode !== FINDINGS_EXIT_CODE)
    throw new Error(`${name} could not be scanned (exit code ${exitCode}).\n${log}`)
  const reports = run.directory(REPORTS)
  const excepted = scan.excepted(await reports.file(scan.report).contents())
  return {
    name,
    passed: exitCode === 0,
    packages: count,
    built: scan.built,
    // Grype's text for an empty table; Trivy prints nothing.
    table: table.trim() || 'No vulnerabilities found',
    excepted,
    reports: excepted.length ? reports.withNewFile('openvex.json', openVex(excepted, scan.built)) : reports,
  }
}

/** An unused or misspelt exception could later allow a finding that nobody has assessed. */
function requireUsed(exceptions: Exception[], verdicts: Verdict[]): void {
  const used = new Set(verdicts.flatMap(({ excepted }) => excepted.map(({ exception }) => exception)))
  const unused = exceptions.filter((exception) => !used.has(exception))
  if (unused.length === 0) return
  const lines = unused.map(({ id, package: name }) => `- ${id} in ${name}\n`).join('')
  throw new Error(`No image needs these exceptions: remove them, or correct their id or package.\n${lines}`.trimEnd())
}

/**
 * Formats the findings of all images.
 * @throws an error with that text if an image did not pass
 */
export function gate(verdicts: Verdict[]): string {
  const text = verdicts.map(verdictText).join('\n')
  if (verdicts.every(({ passed }) => passed)) return text
  throw new Error(`The scan found vulnerabilities at or above the limit.\n${text}`)
}

/** Formats the result of an image's scan, with the exceptions that it used. */
export function verdictText({ name, passed, packages, built, table, excepted }: Verdict): string {
  const exceptions = excepted.map(
    ({ exception: { id, expires, reason }, purl }) => `excepted until ${expires}: ${id} in ${purl}, ${reason}\n`,
  )
  const head = `${name}: ${passed ? 'passed' : 'FAILED'}, ${packages} packages, database of ${utcDay(built)}\n`
  return `${head}${table}\n${exceptions.join('')}`
}

/** The reports of all images, in one folder per image. */
export function reportsOf(verdicts: Verdict[]): Directory {
  return verdicts.reduce((all, { name, reports }) => all.withDirectory(name, reports), dag.directory())
}
