// Runs an image by crun and prints how it behaved as JSON (Observed).
//   node main.ts PLAN.json
import { readFileSync } from 'node:fs'
import type { Plan } from '../observed.ts'
import { type CrunSpec, crun } from './crun.ts'
import { observe } from './observe.ts'

export interface RunPlan {
  plan: Plan
  crun: CrunSpec
}

export async function main(file: string): Promise<void> {
  const { plan, crun: spec } = JSON.parse(readFileSync(file, 'utf8')) as RunPlan
  const runtime = crun(spec)
  await runtime.dependency.start()
  process.stdout.write(JSON.stringify(await observe(plan, runtime)))
  // The dependency still listens, and idle connections would stay open for seconds.
  process.exit()
}
