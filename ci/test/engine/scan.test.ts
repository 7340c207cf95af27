import { expect } from 'vitest'
import { ALL_SERVICES } from '../../src/project/services.js'
import { Severity } from '../../src/scan/policy.js'
import { CANARY, vulnerabilityDatabase } from './database.js'
import { describeOnEngine, fileOf, inSession } from './session.js'
import { scan, scanReports } from './verbs.js'

const planted = { package: 'fastify', versions: '<999.0.0', severity: 'high' } as const

const exception = { id: 'GHSA-test-test-0002', package: 'fastify', reason: 'not reached', expires: '2999-12-31' }
const exceptionsOf = (...exceptions: object[]) => fileOf('exceptions.json', JSON.stringify({ exceptions }))

describeOnEngine('the scan', () => {
  inSession('passes with a database that knows nothing against our packages', async () => {
    const text = await scan({ db: vulnerabilityDatabase([CANARY]) })
    for (const { image } of ALL_SERVICES) expect(text).toContain(`${image}: passed`)
  })

  inSession('fails on a vulnerability of a bundled package, and names it', async () => {
    await expect(scan({ db: vulnerabilityDatabase([CANARY, planted]) })).rejects.toThrow(
      /todo-backend: FAILED, \d+ packages, database of \d{4}-\d\d-\d\d\n.*fastify.*GHSA-test-test-0002.*High/s,
    )
  })

  inSession('passes a vulnerability below the limit, and lists it', async () => {
    const text = await scan({ db: vulnerabilityDatabase([CANARY, { ...planted, severity: 'medium' }]) })
    expect(text).toMatch(/todo-backend: passed, \d+ packages.*fastify/s)
  })

  inSession('fails on the same vulnerability with a lower limit', async () => {
    await expect(
      scan({ db: vulnerabilityDatabase([CANARY, { ...planted, severity: 'medium' }]), failOn: Severity.Medium }),
    ).rejects.toThrow('todo-backend: FAILED')
  })

  inSession('never passes on an empty database', async () => {
    await expect(scan({ db: vulnerabilityDatabase([]) })).rejects.toThrow(
      /has no vulnerabilities of pkg:npm\/lodash@4\.17\.15/,
    )
  })

  inSession('never passes on a database that is broken', async () => {
    await expect(scan({ db: fileOf('vulnerability.db', 'no database') })).rejects.toThrow(
      /grype db import .*exited with 1.*file is not a database/s,
    )
  })

  inSession('never passes on a database that is old', async () => {
    await expect(scan({ db: vulnerabilityDatabase([CANARY], 30) })).rejects.toThrow(
      /The vulnerability database was built on \d{4}-\d\d-\d\d \(30 days old; the limit is 5\)/,
    )
  })

  inSession('passes a vulnerability that is excepted, and lists it with its reason', async () => {
    const text = await scan({ db: vulnerabilityDatabase([CANARY, planted]), exceptions: exceptionsOf(exception) })
    expect(text).toMatch(
      /todo-backend: passed.*excepted until 2999-12-31: GHSA-test-test-0002 in pkg:npm\/fastify@\S+, not reached\n/s,
    )
  })

  inSession('fails on an exception that has expired', async () => {
    const expired = exceptionsOf({ ...exception, expires: '2026-01-01' })
    await expect(scan({ db: vulnerabilityDatabase([CANARY, planted]), exceptions: expired })).rejects.toThrow(
      'exception 1 (GHSA-test-test-0002) expired on 2026-01-01',
    )
  })

  inSession('fails on a file of exceptions that is not JSON, and names the place', async () => {
    const yaml = fileOf('exceptions.json', 'exceptions: []\n')
    await expect(scan({ db: vulnerabilityDatabase([CANARY]), exceptions: yaml })).rejects.toThrow(
      'exceptions.json is not valid JSON (line 1, column 1)',
    )
  })

  inSession('fails on an exception that nothing needs', async () => {
    const misspelt = exceptionsOf(exception, { ...exception, package: 'fastfy' })
    await expect(scan({ db: vulnerabilityDatabase([CANARY, planted]), exceptions: misspelt })).rejects.toThrow(
      'No image needs these exceptions: remove them, or correct their id or package.\n- GHSA-test-test-0002 in fastfy',
    )
  })

  inSession('leaves SBOMs and findings for each image', async () => {
    const db = vulnerabilityDatabase([CANARY, planted])
    const reports = await scanReports({ db, exceptions: exceptionsOf(exception) })
    const vex = JSON.parse(await reports.file('todo-backend/openvex.json').contents())
    expect(vex.statements).toMatchObject([{ vulnerability: { name: 'GHSA-test-test-0002' }, status: 'affected' }])
    for (const { image } of ALL_SERVICES) {
      expect(await reports.entries({ path: image })).toEqual(
        expect.arrayContaining(['cyclonedx.json', 'grype.json', 'grype.sarif', 'spdx.json']),
      )
    }
    expect(JSON.parse(await reports.file('todo-backend/spdx.json').contents()).spdxVersion).toBe('SPDX-2.3')
  })
})

describeOnEngine("the scan of the base's packages", () => {
  inSession('fails on a vulnerable package of Alpine in both images, and names it', async () => {
    const { release, version } = await musl()
    const vulnerable = vulnerabilityDatabase([CANARY, ofMusl(release, `<=${version}`)])
    await expect(scan({ db: vulnerable })).rejects.toThrow(
      /todo-backend: FAILED.*musl .*CVE-2099-0002.*High.*todo-frontend: FAILED.*musl .*CVE-2099-0002.*High/s,
    )
  })

  inSession('passes the version that fixes it, and another release of Alpine', async () => {
    const { release, version } = await musl()
    const otherRelease = { ...ofMusl('3.1', '<999'), package: 'busybox' }
    const fixed = vulnerabilityDatabase([CANARY, ofMusl(release, `<${version}`), otherRelease])
    expect(await scan({ db: fixed })).toMatch(
      /todo-backend: passed.*No vulnerabilities.*todo-frontend: passed.*No vuln/s,
    )
  })

  inSession('passes a vulnerability that is excepted, and lists it with its reason', async () => {
    const { release, version } = await musl()
    const excepted = exceptionsOf({ ...exception, id: 'CVE-2099-0002', package: 'musl' })
    const vulnerable = vulnerabilityDatabase([CANARY, ofMusl(release, `<=${version}`)])
    expect(await scan({ db: vulnerable, exceptions: excepted })).toMatch(
      /todo-backend: passed.*excepted until 2999-12-31: CVE-2099-0002 in pkg:apk\/alpine\/musl@\S+, not reached\n/s,
    )
  })
})

const ofMusl = (alpine: string, versions: string) => ({ package: 'musl', versions, severity: 'high', alpine }) as const

/** Alpine's release and its version of musl, as the SBOM of the backend's image names them. */
async function musl(): Promise<{ release: string; version: string }> {
  const reports = await scanReports({ db: vulnerabilityDatabase([CANARY]) })
  const { components } = JSON.parse(await reports.file('todo-backend/cyclonedx.json').contents()) as {
    components: { type: string; name: string; version: string }[]
  }
  const system = components.find(({ type }) => type === 'operating-system')
  const { version = '' } = components.find(({ type, name }) => type === 'library' && name === 'musl') ?? {}
  expect(system?.name).toBe('alpine')
  const spdx = await reports.file('todo-backend/spdx.json').contents()
  expect(spdx).toContain(`pkg:apk/alpine/musl@${version}?`)
  expect(spdx).toContain(`distro=alpine-${system?.version}`)
  return { release: system?.version.split('.').slice(0, 2).join('.') ?? '', version }
}
