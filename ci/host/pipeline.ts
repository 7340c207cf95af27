import { engineReason } from './engine.js'
import { startPostgres } from './postgres.js'
import { runGroups } from './run-groups.js'
import { StepFailed } from './run-step.js'
import { hostSteps, inDagger, NEEDS_ENGINE } from './steps.js'

/**
 * `npm run pipeline`: the pipeline's steps in Dagger where an engine answers, else every step that needs no container on this
 * machine. Prints each step with its time, and a failing step's own output last; exits 1 if a step fails.
 */
async function main(): Promise<void> {
  const { available, reason } = await engineReason()
  console.log(available ? `In Dagger: ${reason}.` : `On this machine, without containers: ${reason}.`)
  if (available) return await runGroups(inDagger)
  const postgres = await startPostgres()
  try {
    await runGroups(hostSteps(postgres.url))
  } finally {
    await postgres.stop()
  }
  console.log(`Skipped without an engine: ${NEEDS_ENGINE}.`)
}

// A process that ends in the middle must not look like one that passed.
process.exitCode = 1
main()
  .then(() => {
    process.exitCode = 0
  })
  .catch((error: unknown) => {
    console.error(error instanceof StepFailed ? `\n${error.output}\n\n${error.message}` : error)
  })
