import { Listr, type ListrTask } from 'listr2'
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

const timer = { condition: true, field: (ms: number) => `${(ms / 1000).toFixed(1)} s` }
const renderer = {
  renderer: 'default',
  fallbackRenderer: 'simple',
  rendererOptions: { timer, collapseErrors: true, showErrorMessage: false },
  fallbackRendererOptions: { timer },
} as const

main().catch((error: unknown) => {
  if (error instanceof StepFailed) console.error(`\n${error.output}\n\n${error.message}`)
  else console.error(error)
  process.exitCode = 1
})
