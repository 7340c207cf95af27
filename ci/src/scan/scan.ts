import { type Directory, dag, ReturnType } from '@dagger.io/dagger'
import type { Exception } from './exceptions.js'
import { grype } from './grype.js'
import { openVex } from './openvex.js'
import { day, type Excepted, FOUND, type Policy, REPORTS, Scanner } from './policy.js'
import { countPackages, sbom } from './sbom.js'
import { trivy } from './trivy.js'

/** An image's verdict. */
export interface Verdict {
  name: string
  passed: boolean
  packages: number
  /** When the vulnerability database was made. */
  built: Date
  /** The findings, as the scanner prints them. */
  table: string
  /** What would have been found but for an exception. */
  excepted: Excepted[]
  /** The SBOMs and the scanner's reports. */
  reports: Directory
}

/**
 * Looks the packages of images up in the vulnerability database, side by side.
 * @param images their OCI layouts by their names
 * @throws if the scanner can't do its work (no database, a broken, empty or old one, an image it can't read), or for an exception
 * that no image needs
 */
export async function scanImages(images: Record<string, Directory>, policy: Policy): Promise<Verdict[]> {
  const verdicts = await Promise.all(Object.entries(images).map(([name, image]) => scanImage(name, image, policy)))
  requireUsed(policy.exceptions, verdicts)
  return verdicts
}

async function scanImage(name: string, image: Directory, policy: Policy): Promise<Verdict> {
  const packages = sbom(image)
  const scanner = policy.scanner === Scanner.Trivy ? trivy(image, policy) : grype(packages, policy)
  const [count, scan] = await Promise.all([countPackages(packages), scanner])
  const done = scan.container.withDirectory(REPORTS, packages).withExec(scan.command, { expect: ReturnType.Any })
  const [exitCode, table, log] = await Promise.all([done.exitCode(), done.stdout(), done.stderr()])
  if (exitCode !== 0 && exitCode !== FOUND)
    throw new Error(`${name} could not be scanned (exit code ${exitCode}).\n${log}`)
  const reports = done.directory(REPORTS)
  const excepted = scan.excepted(await reports.file(scan.report).contents())
  return {
    name,
    passed: exitCode === 0,
    packages: count,
    built: scan.built,
    // Grype's words; Trivy has none for it.
    table: table.trim() || 'No vulnerabilities found',
    excepted,
    reports: excepted.length ? reports.withNewFile('openvex.json', openVex(excepted, scan.built)) : reports,
  }
}

/** An exception that is not needed, or misspelt, would one day let pass what nobody has looked at. */
function requireUsed(exceptions: Exception[], verdicts: Verdict[]): void {
  const used = new Set(verdicts.flatMap(({ excepted }) => excepted.map(({ exception }) => exception)))
  const unused = exceptions.filter((exception) => !used.has(exception))
  if (unused.length === 0) return
  const lines = unused.map(({ id, package: name }) => `- ${id} in ${name}\n`).join('')
  throw new Error(`Exceptions that no image needs: remove them, or correct their id or package.\n${lines}`.trimEnd())
}

/**
 * The findings of all images as text.
 * @throws with that text if one of the images did not pass
 */
export function gate(verdicts: Verdict[]): string {
  const text = verdicts.map(verdictText).join('\n')
  if (verdicts.every(({ passed }) => passed)) return text
  throw new Error(`The scan found vulnerabilities at or above the limit.\n${text}`)
}

/** A verdict as text, with the exceptions that it took. */
export function verdictText({ name, passed, packages, built, table, excepted }: Verdict): string {
  const exceptions = excepted.map(
    ({ exception: { id, expires, reason }, purl }) => `excepted until ${expires}: ${id} in ${purl}, ${reason}\n`,
  )
  const head = `${name}: ${passed ? 'passed' : 'FAILED'}, ${packages} packages, database of ${day(built)}\n`
  return `${head}${table}\n${exceptions.join('')}`
}

/** The reports of all images, a folder each. */
export function reportsOf(verdicts: Verdict[]): Directory {
  return verdicts.reduce((all, { name, reports }) => all.withDirectory(name, reports), dag.directory())
}
