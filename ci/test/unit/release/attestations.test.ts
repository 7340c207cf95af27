import { describe, expect, it } from 'vitest'
import { provenance, scanResult } from '../../../src/release/attestations.js'
import { Severity } from '../../../src/scan/policy.js'

const build = {
  commit: 'a'.repeat(40),
  ref: 'refs/heads/main',
  base: `docker.io/library/node@sha256:${'b'.repeat(64)}`,
  engineVersion: 'v9.8.7',
  parameters: { apiUrl: 'http://localhost:8000', nodeImage: 'node', platforms: ['linux/amd64'] },
}

describe('the provenance', () => {
  it('names the engine that ran the build', () => {
    const { buildDefinition, runDetails } = provenance(build).predicate
    expect(buildDefinition.buildType).toBe('https://github.com/dagger/dagger/tree/v9.8.7#todo-chatbot')
    expect(runDetails.builder.id).toBe('https://github.com/dagger/dagger/releases/tag/v9.8.7')
  })

  it('names the builder that the caller gives', () => {
    const builder = 'https://example.com/builder'
    expect(provenance({ ...build, builder }).predicate.runDetails.builder.id).toBe(builder)
  })

  it('is the same for the same build', () => {
    expect(provenance({ ...build })).toEqual(provenance(build))
  })
})

describe('the scan result', () => {
  const report = (name: string) => ({
    matches: [{ vulnerability: { id: 'CVE-1', severity: 'High' }, artifact: { name, version: '1' } }],
    descriptor: { version: '1' },
  })
  const policy = { passed: true, failOn: Severity.High, onlyFixed: false }

  it('has a finding of several platforms once', () => {
    const { result } = scanResult([report('musl'), report('musl'), report('zlib')], policy).predicate.scanner
    expect(result.map(({ annotations }) => annotations)).toEqual([[{ package: 'musl@1' }], [{ package: 'zlib@1' }]])
  })

  it('needs the report of a scan', () => {
    expect(() => scanResult([], policy)).toThrow('needs the report of at least one platform')
  })
})
