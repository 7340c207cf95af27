import { describe, expect, it } from 'vitest'
import { runStep, StepFailed } from '../../../host/run-step.js'

const node = (script: string) => runStep({ title: 'try', command: ['node', '--eval', script] })

describe('a step', () => {
  it('passes when its command does', async () => {
    await expect(node('')).resolves.toBeUndefined()
  })

  it('that fails keeps all it printed, in order, and its exit code', async () => {
    const failure = await node('console.log("first"); console.error("second"); process.exitCode = 3').catch(
      (error) => error,
    )
    expect(failure).toBeInstanceOf(StepFailed)
    expect(failure.output).toBe('first\nsecond')
    expect(failure.message).toMatch(/^Step "try" failed: node --eval .* exited with 3\.$/)
  })

  it('whose program is not there says so', async () => {
    const failure = await runStep({ title: 'try', command: ['no-such-program'] }).catch((error) => error)
    expect(failure.output).toContain('no-such-program')
  })
})
