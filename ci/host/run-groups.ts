import { Listr, PRESET_TIMER } from 'listr2'
import { runStep } from './run-step.js'
import type { Step } from './steps.js'

const timer = { ...PRESET_TIMER, field: (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s` }
const options = {
  concurrent: 2,
  // The rest of the group still runs: two faults are told at once, and what failed is told last.
  exitOnError: false,
  collectErrors: 'minimal',
  renderer: 'default',
  fallbackRenderer: 'simple',
  rendererOptions: { timer, showErrorMessage: false, collapseErrors: true },
  fallbackRendererOptions: { timer },
} as const

/**
 * Runs groups of steps one after the other, and the steps of a group side by side, showing each with its time.
 * @throws StepFailed when a group has ended in which a step failed; the groups behind it don't start
 */
export async function runGroups(groups: Step[][]): Promise<void> {
  for (const steps of groups) {
    const group = new Listr(
      steps.map((step) => ({ title: step.title, task: () => runStep(step) })),
      options,
    )
    await group.run()
    const [failure] = group.errors
    if (failure) throw failure.error
  }
}
