import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { leftOut } from '../left-out.js'
import { installed, isInstalled, read, run } from './tools.js'

const FILE = '.github/workflows/ci.yml'
const ACTIONS = ['restore', 'keep'].map((name) => `.github/actions/engine/${name}/action.yml`)
const text = read(FILE)
const workflow = parse(text)
const jobs = Object.values<{ permissions?: object; steps: { uses?: string; run?: string }[] }>(workflow.jobs)
const steps = jobs.flatMap((job) => job.steps)

const actionlint = await isInstalled('actionlint')
if (!actionlint) leftOut('actionlint', `it is not on PATH: go install ${installed('actionlint')}`)

describe('the workflow', () => {
  it('is thin: at most 40 lines and no shell', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    expect(steps.filter((step) => step.run !== undefined)).toEqual([])
  })

  it.each([FILE, ...ACTIONS])('pins every action of others by commit and says which version that is: %s', (file) => {
    const uses = read(file)
      .split('\n')
      .filter((line) => line.includes('uses:') && !line.includes('uses: ./'))
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('keeps an engine only where code was reviewed, and one that began empty; a release begins empty', () => {
    const { check, publish } = workflow.jobs
    const [restore, keep] = ['restore', 'keep'].map((name) =>
      check.steps.find(({ uses }: { uses?: string }) => uses === `./.github/actions/engine/${name}`),
    )
    expect(keep.if).toBe("github.ref == 'refs/heads/main'")
    expect(restore.with.empty).toBe(`\${{ ${keep.if} }}`)
    expect(JSON.stringify(check)).not.toContain('secrets.')
    expect(JSON.stringify(publish)).not.toContain('actions/engine')
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
