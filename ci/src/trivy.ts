import type { Container, File } from '@dagger.io/dagger'
import { today } from './grype.js'
import { FOUND, type Policy, REPORTS, type Scan, Severity } from './policy.js'
import { tool } from './sbom.js'
import { TRIVY_IMAGE } from './versions.js'

const CACHE = '/trivy-cache'

/** Trivy on an image's tarball. */
export async function trivy(image: Container, { failOn, onlyFixed, db }: Policy): Promise<Scan> {
  const severities = Object.values(Severity).slice(Object.values(Severity).indexOf(failOn)).map(trivySeverity)
  const limits = [
    '--severity',
    severities.join(','),
    '--exit-code',
    String(FOUND),
    ...(onlyFixed ? ['--ignore-unfixed'] : []),
  ]
  const convert = `trivy convert --format table --severity ${severities.join(',')} ${REPORTS}/trivy.json`
  const scan = [
    'trivy',
    'image',
    '--input',
    '/image.tar',
    '--scanners',
    'vuln',
    '--skip-db-update',
    '--quiet',
    ...limits,
  ]
  return {
    container: (db ? withDatabase(db) : withDatabaseOfToday()).withMountedFile('/image.tar', image.asTarball()),
    command: [
      'sh',
      '-c',
      `${scan.join(' ')} --format json --output ${REPORTS}/trivy.json; found=$?; ${convert}; exit $found`,
    ],
  }
}

/** Trivy says UNKNOWN where Grype says negligible. */
const trivySeverity = (severity: Severity) => (severity === Severity.Negligible ? 'UNKNOWN' : severity)

/** The archive that Trivy's publishers serve holds trivy.db and metadata.json. */
function withDatabase(db: File): Container {
  return base()
    .withMountedFile('/db.tar.gz', db)
    .withExec(['sh', '-c', `mkdir -p ${CACHE}/db && tar -xzf /db.tar.gz -C ${CACHE}/db`])
}

function withDatabaseOfToday(): Container {
  return base().withEnvVariable('TODAY', today()).withExec(['trivy', 'image', '--download-db-only', '--quiet'])
}

const base = () => tool(TRIVY_IMAGE).withEnvVariable('TRIVY_CACHE_DIR', CACHE)
