import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runGroups } from '../../../host/run-groups.js'
import { StepFailed } from '../../../host/run-step.js'
import type { Step } from '../../../host/steps.js'

const step = (title: string, script: string): Step => ({ title, command: ['node', '--eval', script] })

describe('groups of steps', () => {
  it('end at the first with a failure, when its other steps are done too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-steps-'))
    const touch = (name: string) => `require("node:fs").writeFileSync(${JSON.stringify(join(folder, name))}, "")`
    const running = runGroups([
      [
        step('fails', 'console.log("its own output"); process.exitCode = 1'),
        step('slow', `setTimeout(() => ${touch('slow')}, 300)`),
      ],
      [step('later', touch('later'))],
    ])
    const failure = await running.catch((error) => error)
    expect(failure).toBeInstanceOf(StepFailed)
    expect(failure.output).toBe('its own output')
    expect(readdirSync(folder)).toEqual(['slow'])
  })

  it('pass when every step does', async () => {
    await expect(runGroups([[step('one', '')], [step('two', '')]])).resolves.toBeUndefined()
  })
})
