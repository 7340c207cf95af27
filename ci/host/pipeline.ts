import { Listr, type ListrTask, PRESET_TIMER } from 'listr2'
import { engineReason } from './engine.js'
import { startPostgres } from './postgres.js'
import { runStep, StepFailed } from './run-step.js'
import { hostSteps, inDagger, LEFT_OUT, type Step } from './steps.js'

/**
 * `npm run pipeline`: the pipeline's steps in Dagger where an engine answers, else every step that needs no container on this
 * machine. Prints each step with its time, and the failing step's own output last; exits 1 if a step fails.
 */
async function main(): Promise<void> {
  const { available, reason } = await engineReason()
  console.log(available ? `In Dagger: ${reason}.` : `On this machine, without containers: ${reason}.`)
  if (available) return await run(inDagger)
  const postgres = await startPostgres()
  try {
    await run(hostSteps(postgres.url))
  } finally {
    await postgres.stop()
  }
  console.log(`Left out, for want of an engine: ${LEFT_OUT}.`)
}

async function run(groups: Step[][]): Promise<void> {
  for (const steps of groups) await new Listr(steps.map(task), { concurrent: 2, exitOnError: true, ...renderer }).run()
}

const task = (step: Step): ListrTask => ({ title: step.title, task: () => runStep(step) })

const timer = { ...PRESET_TIMER, field: (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s` }
const renderer = {
  renderer: 'default',
  fallbackRenderer: 'simple',
  rendererOptions: { timer, collapseErrors: true, showErrorMessage: false },
  fallbackRendererOptions: { timer },
} as const

// Red until proven green: a process that ends in the middle must not look like one that passed.
process.exitCode = 1
main()
  .then(() => {
    process.exitCode = 0
  })
  .catch((error: unknown) => {
    console.error(error instanceof StepFailed ? `\n${error.output}\n\n${error.message}` : error)
  })
