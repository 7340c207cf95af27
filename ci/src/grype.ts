import { type Container, type Directory, type File, ReturnType } from '@dagger.io/dagger'
import { FOUND, type Policy, REPORTS, type Scan } from './policy.js'
import { tool } from './sbom.js'
import { GRYPE_IMAGE } from './versions.js'

/** A package that every real database has a finding for: a database that misses it is empty or broken. */
const CANARY = 'pkg:npm/lodash@4.17.15'

/**
 * Grype on an SBOM.
 * @throws if the database can't be used, or knows nothing
 */
export async function grype(packages: Directory, { failOn, onlyFixed, db }: Policy): Promise<Scan> {
  const scanner = db ? await withDatabase(db) : withDatabaseOfToday()
  await requireCanary(scanner)
  const outputs = ['table', `json=${REPORTS}/grype.json`, `sarif=${REPORTS}/grype.sarif`].flatMap((to) => [
    '--output',
    to,
  ])
  return {
    container: scanner.withMountedFile('/spdx.json', packages.file('spdx.json')),
    command: [
      '/grype',
      'sbom:/spdx.json',
      '--fail-on',
      failOn.toLowerCase(),
      ...(onlyFixed ? ['--only-fixed'] : []),
      ...outputs,
    ],
  }
}

/** A given database is taken as it is, whatever its age: it is an input of the call, like the source. */
async function withDatabase(db: File): Promise<Container> {
  const file = `/import/${await db.name()}`
  return base()
    .withEnvVariable('GRYPE_DB_VALIDATE_AGE', 'false')
    .withMountedFile(file, db)
    .withExec(['/grype', 'db', 'import', file])
}

/** The date makes the download another step each day, so that a cached database is at most a day old. */
function withDatabaseOfToday(): Container {
  return base().withEnvVariable('TODAY', today()).withExec(['/grype', 'db', 'update'])
}

const base = () =>
  tool(GRYPE_IMAGE)
    .withEnvVariable('GRYPE_CHECK_FOR_APP_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_AUTO_UPDATE', 'false')
    .withEnvVariable('GRYPE_DB_CACHE_DIR', '/grype-db')

/** The date in UTC. */
export const today = () => new Date().toISOString().slice(0, 10)

async function requireCanary(scanner: Container): Promise<void> {
  const canary = scanner.withExec(['/grype', CANARY, '--quiet', '--fail-on', 'negligible'], { expect: ReturnType.Any })
  if ((await canary.exitCode()) === FOUND) return
  const log = await canary.stderr()
  throw new Error(
    `The vulnerability database knows nothing of ${CANARY}, so it is empty or broken; nothing was scanned.\n${log}`,
  )
}
