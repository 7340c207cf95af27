import { type Container, type Directory, dag, ReturnType } from '@dagger.io/dagger'
import { grype } from './grype.js'
import { imageName, type ServiceName } from './images.js'
import { FOUND, type Policy, REPORTS, Scanner } from './policy.js'
import { countPackages, sbom } from './sbom.js'
import { trivy } from './trivy.js'

/** An image's verdict. */
export interface Verdict {
  name: string
  passed: boolean
  packages: number
  /** The findings, as the scanner prints them. */
  table: string
  /** The SBOMs and the scanner's reports. */
  reports: Directory
}

/**
 * Looks the packages of images up in the vulnerability database, side by side.
 * @throws if the scanner can't do its work: no database, a broken or empty one, an image it can't read
 */
export async function scanImages(images: Record<ServiceName, Container>, policy: Policy): Promise<Verdict[]> {
  const services = Object.keys(images) as ServiceName[]
  return await Promise.all(services.map((service) => scanImage(imageName(service), images[service], policy)))
}

async function scanImage(name: string, image: Container, policy: Policy): Promise<Verdict> {
  const packages = sbom(image)
  const scan = policy.scanner === Scanner.Trivy ? trivy(image, policy) : grype(packages, policy)
  const [count, { container, command }] = await Promise.all([countPackages(packages), scan])
  const done = container.withDirectory(REPORTS, packages).withExec(command, { expect: ReturnType.Any })
  const [exitCode, table, log] = await Promise.all([done.exitCode(), done.stdout(), done.stderr()])
  if (exitCode !== 0 && exitCode !== FOUND)
    throw new Error(`${name} could not be scanned (exit code ${exitCode}).\n${log}`)
  return { name, passed: exitCode === 0, packages: count, table: table.trim(), reports: done.directory(REPORTS) }
}

/**
 * The findings of all images as text.
 * @throws with that text if one of the images did not pass
 */
export function gate(verdicts: Verdict[]): string {
  const verdict = ({ name, passed, packages, table }: Verdict) =>
    `${name}: ${passed ? 'passed' : 'FAILED'}, ${packages} packages\n${table}\n`
  const text = verdicts.map(verdict).join('\n')
  if (verdicts.every(({ passed }) => passed)) return text
  throw new Error(`The scan found vulnerabilities at or above the limit.\n${text}`)
}

/** The reports of all images, a folder each. */
export function reportsOf(verdicts: Verdict[]): Directory {
  return verdicts.reduce((all, { name, reports }) => all.withDirectory(name, reports), dag.directory())
}
