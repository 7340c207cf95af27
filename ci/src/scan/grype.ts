import { type Container, type Directory, type File, ReturnType } from '@dagger.io/dagger'
import { explained } from '../lib/exec-error.js'
import { GRYPE_IMAGE } from '../project/versions.js'
import type { Exception } from './exceptions.js'
import { CANARY, day, type Excepted, type Policy, REPORTS, requireCanary, requireRecent, type Scan } from './policy.js'
import { tool } from './sbom.js'

const REPORT = 'grype.json'

/**
 * Grype on an SBOM.
 * @throws if the database can't be used, is too old, or knows nothing
 */
export async function grype(packages: Directory, policy: Policy): Promise<Scan> {
  const { failOn, onlyFixed, exceptions, db } = policy
  const scanner = db ? await withDatabase(db) : withDatabaseOfToday()
  const built = await builtOn(scanner)
  requireRecent(built, policy)
  await requireCanary(canary(scanner))
  const reports = [`json=${REPORTS}/${REPORT}`, `sarif=${REPORTS}/grype.sarif`]
  return {
    container: scanner
      .withMountedFile('/spdx.json', packages.file('spdx.json'))
      .withNewFile('/ignore.yaml', JSON.stringify({ ignore: exceptions.map(ignoreRule) })),
    command: [
      '/grype',
      'sbom:/spdx.json',
      '--config=/ignore.yaml',
      `--fail-on=${failOn.toLowerCase()}`,
      ...(onlyFixed ? ['--only-fixed'] : []),
      ...['table', ...reports].map((output) => `--output=${output}`),
    ],
    built,
    report: REPORT,
    excepted: (report) => exceptedIn(JSON.parse(report), exceptions),
  }
}

/** https://github.com/anchore/grype#specifying-matches-to-ignore */
const ignoreRule = (exception: Exception) => ({
  vulnerability: exception.id,
  'include-aliases': true,
  package: { name: exception.package },
})

/** What is read of Grype's JSON report. */
interface Report {
  ignoredMatches?: {
    vulnerability: { id: string }
    artifact: { name: string; purl: string }
    appliedIgnoreRules: { vulnerability?: string; package?: { name?: string } }[]
  }[]
}

function exceptedIn({ ignoredMatches = [] }: Report, exceptions: Exception[]): Excepted[] {
  return ignoredMatches.flatMap(({ vulnerability, artifact, appliedIgnoreRules }) =>
    exceptions
      .filter(({ id, package: name }) =>
        appliedIgnoreRules.some((rule) => rule.vulnerability === id && rule.package?.name === name),
      )
      .map((exception) => ({ exception, vulnerability: vulnerability.id, purl: artifact.purl })),
  )
}

async function builtOn(scanner: Container): Promise<Date> {
  const status = await explained(
    'Grype with its database',
    scanner.withExec(['/grype', 'db', 'status', '--output=json']).stdout(),
  )
  return new Date((JSON.parse(status) as { built: string }).built)
}

/** A given database is an input of the call, like the source. */
async function withDatabase(db: File): Promise<Container> {
  const file = `/import/${await db.name()}`
  return base().withMountedFile(file, db).withExec(['/grype', 'db', 'import', file])
}

/** The date makes the download another step each day, so that a cached database is at most a day old. */
function withDatabaseOfToday(): Container {
  return base().withEnvVariable('TODAY', day(new Date())).withExec(['/grype', 'db', 'update'])
}

const base = () =>
  tool(GRYPE_IMAGE)
    .withEnvVariable('GRYPE_CHECK_FOR_APP_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_AUTO_UPDATE', 'false')
    // How old it may be is our own question, the same for all scanners.
    .withEnvVariable('GRYPE_DB_VALIDATE_AGE', 'false')
    .withEnvVariable('GRYPE_DB_CACHE_DIR', '/grype-db')

const canary = (scanner: Container) =>
  scanner.withExec(['/grype', CANARY.purl, '--quiet', '--fail-on', 'negligible'], { expect: ReturnType.Any })
