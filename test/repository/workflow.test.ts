import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { leftOut } from '../left-out.js'
import { isInstalled, read, run } from './tools.js'

const FILE = '.github/workflows/ci.yml'
const text = read(FILE)
const workflow = parse(text)
const jobs = Object.values<{ permissions?: object; steps: { uses?: string; run?: string }[] }>(workflow.jobs)
const steps = jobs.flatMap((job) => job.steps)

const actionlint = await isInstalled('actionlint')
if (!actionlint)
  leftOut('actionlint', 'it is not on PATH: go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12')

describe('the workflow', () => {
  it('is thin: at most 40 lines and no shell', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    expect(steps.filter((step) => step.run !== undefined)).toEqual([])
  })

  it('pins every action by commit and says which version that is', () => {
    expect(steps.length).toBeGreaterThan(0)
    for (const line of text.split('\n').filter((line) => line.includes('uses:')))
      expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('may only read, but for the packages of the job that publishes', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(jobs.map((job) => job.permissions).filter(Boolean)).toEqual([{ contents: 'read', packages: 'write' }])
  })

  it('runs one at a time for each ref', () => {
    expect(workflow.concurrency.group).toContain('github.ref')
  })

  it.runIf(actionlint)('has nothing that actionlint finds', async () => {
    expect(await run('actionlint', [FILE])).toEqual({ exitCode: 0, output: '' })
  })
})
