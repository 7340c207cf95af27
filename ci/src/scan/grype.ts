import { type Container, type Directory, type File, ReturnType } from '@dagger.io/dagger'
import { withCommandOutput } from '../lib/exec-error.js'
import { utcDay } from '../lib/utc-day.js'
import { GRYPE_IMAGE } from '../project/versions.js'
import type { Exception } from './exceptions.js'
import {
  CANARY,
  type ExceptedFinding,
  grypeSeverity,
  type Policy,
  type PreparedScan,
  REPORTS,
  requireCanary,
  requireRecent,
} from './policy.js'
import { toolContainer } from './sbom.js'

const REPORT = 'grype.json'

/**
 * Prepares Grype to scan an SBOM.
 * @throws if the database can't be used, is too old, or is empty
 */
export async function prepareGrype(packages: Directory, policy: Policy): Promise<PreparedScan> {
  const { failOn, onlyFixed, exceptions, db } = policy
  const scanner = db ? await withDatabase(db) : withDatabaseOfToday()
  const built = await databaseDate(scanner)
  requireRecent(built, policy)
  await requireCanary(scanCanary(scanner))
  const reports = [`json=${REPORTS}/${REPORT}`, `sarif=${REPORTS}/grype.sarif`]
  return {
    container: scanner
      .withMountedFile('/spdx.json', packages.file('spdx.json'))
      .withNewFile('/ignore.yaml', JSON.stringify({ ignore: exceptions.map(ignoreRule) })),
    command: [
      '/grype',
      'sbom:/spdx.json',
      '--config=/ignore.yaml',
      `--fail-on=${grypeSeverity(failOn)}`,
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

/** The part of Grype's JSON report that is read. */
interface Report {
  ignoredMatches?: {
    vulnerability: { id: string }
    artifact: { name: string; purl: string }
    appliedIgnoreRules: { vulnerability?: string; package?: { name?: string } }[]
  }[]
}

function exceptedIn({ ignoredMatches = [] }: Report, exceptions: Exception[]): ExceptedFinding[] {
  return ignoredMatches.flatMap(({ vulnerability, artifact, appliedIgnoreRules }) =>
    exceptions
      .filter(({ id, package: name }) =>
        appliedIgnoreRules.some((rule) => rule.vulnerability === id && rule.package?.name === name),
      )
      .map((exception) => ({ exception, vulnerability: vulnerability.id, purl: artifact.purl })),
  )
}

async function databaseDate(scanner: Container): Promise<Date> {
  const status = await withCommandOutput(
    'Grype with its database',
    scanner.withExec(['/grype', 'db', 'status', '--output=json']).stdout(),
  )
  return new Date((JSON.parse(status) as { built: string }).built)
}

/** A database that the caller gave. */
async function withDatabase(db: File): Promise<Container> {
  const file = `/import/${await db.name()}`
  return grypeContainer().withMountedFile(file, db).withExec(['/grype', 'db', 'import', file])
}

/** The date in the environment changes the step each day, so that a cached database is at most a day old. */
function withDatabaseOfToday(): Container {
  return grypeContainer().withEnvVariable('TODAY', utcDay(new Date())).withExec(['/grype', 'db', 'update'])
}

const grypeContainer = () =>
  toolContainer(GRYPE_IMAGE)
    .withEnvVariable('GRYPE_CHECK_FOR_APP_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_AUTO_UPDATE', 'false')
    // The age is checked by `requireRecent`, for all scanners in the same way.
    .withEnvVariable('GRYPE_DB_VALIDATE_AGE', 'false')
    .withEnvVariable('GRYPE_DB_CACHE_DIR', '/grype-db')

const scanCanary = (scanner: Container) =>
  scanner.withExec(['/grype', CANARY.purl, '--quiet', '--fail-on', 'negligible'], { expect: ReturnType.Any })
