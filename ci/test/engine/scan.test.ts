import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { Scanner, Severity } from '../../src/policy.js'
import { CANARY, vulnerabilityDatabase } from './database.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()
const planted = { package: 'fastify', versions: '<999.0.0', severity: 'high' } as const
const scan = (db: ReturnType<typeof vulnerabilityDatabase>, failOn?: Severity) =>
  module.scan(sources().backendImage, sources().frontendImage, Scanner.Grype, failOn, false, db)

describeOnEngine('the scan', () => {
  inSession('passes with a database that knows nothing against our packages', async () => {
    const text = await scan(vulnerabilityDatabase([CANARY]))
    expect(text).toContain('todo-backend: passed')
    expect(text).toContain('todo-frontend: passed')
  })

  inSession('fails on a vulnerability of a bundled package, and names it', async () => {
    await expect(scan(vulnerabilityDatabase([CANARY, planted]))).rejects.toThrow(
      /todo-backend: FAILED, \d+ packages\n.*fastify.*GHSA-test-test-0002.*High/s,
    )
  })

  inSession('passes a vulnerability below the limit, and lists it', async () => {
    const text = await scan(vulnerabilityDatabase([CANARY, { ...planted, severity: 'medium' }]))
    expect(text).toMatch(/todo-backend: passed, \d+ packages\n.*fastify/s)
  })

  inSession('fails on the same vulnerability with a lower limit', async () => {
    await expect(
      scan(vulnerabilityDatabase([CANARY, { ...planted, severity: 'medium' }]), Severity.Medium),
    ).rejects.toThrow('todo-backend: FAILED')
  })

  inSession('never passes on an empty database', async () => {
    await expect(scan(vulnerabilityDatabase([]))).rejects.toThrow(/knows nothing of pkg:npm\/lodash@4\.17\.15/)
  })

  inSession('leaves SBOMs and findings for each image', async () => {
    const { backendImage, frontendImage } = sources()
    const reports = await module.scanReports(
      backendImage,
      frontendImage,
      Scanner.Grype,
      vulnerabilityDatabase([CANARY]),
    )
    for (const image of ['todo-backend', 'todo-frontend']) {
      expect((await reports.entries({ path: image })).sort()).toEqual([
        'cyclonedx.json',
        'grype.json',
        'grype.sarif',
        'spdx.json',
      ])
    }
    expect(JSON.parse(await reports.file('todo-backend/spdx.json').contents()).spdxVersion).toBe('SPDX-2.3')
  })
})
