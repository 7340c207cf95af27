import { type Directory, dag, ReturnType } from '@dagger.io/dagger'
import { hasPassed, withCommandOutput } from '../lib/exec-error.js'
import { images } from '../project/images.js'
import { serviceSources } from '../project/sources.js'
import {
  endToEndSteps,
  integrationSteps,
  lintSteps,
  REPORTS,
  type Step,
  type StepList,
  typecheckSteps,
  unitSteps,
} from '../project/steps.js'
import { checkContract } from './contract/check.js'
import { compareRecipes } from './dockerfiles.js'

/**
 * Runs all checks in three groups, each in parallel: lint and types, which fail soonest; unit tests and the builds of both recipes, apart from
 * the compilers of the first group, for which small machines have no memory then; and the tests of running services, whose
 * answers have a time limit.
 * @returns the checks that passed, one a line
 * @throws at the first that fails, with its output
 */
export async function runAll(checkout: Directory, nodeImage: string, apiUrl: string): Promise<string> {
  const stepsOf = (...lists: StepList[]) => lists.flatMap((list) => list(checkout, nodeImage, apiUrl))
  const code = stepsOf(lintSteps, typecheckSteps)
  const unit = stepsOf(unitSteps)
  const services = stepsOf(integrationSteps, endToEndSteps)
  const sources = serviceSources(checkout)
  await run(code)
  await Promise.all([run(unit), compareRecipes(sources, nodeImage, apiUrl)])
  await Promise.all([run(services), checkContract(images(sources, nodeImage, apiUrl), nodeImage)])
  return [...[...code, ...unit, ...services].map(({ name }) => name), 'recipes', 'contract']
    .map((name) => `passed  ${name}\n`)
    .join('')
}

/**
 * Runs steps in parallel.
 * @throws at the first that fails, with its output
 */
export async function run(steps: Step[]): Promise<void> {
  await Promise.all(
    steps.map(({ name, container, command }) => withCommandOutput(name, container.withExec(command).sync())),
  )
}

/** The JUnit reports of the steps that are tests, of failed ones too. A step that has passed does not run again. */
export async function reports(steps: Step[]): Promise<Directory> {
  const all = await Promise.all(steps.map(report))
  return all.reduce((together, one) => together.withDirectory('.', one), dag.directory())
}

async function report({ container, command }: Step): Promise<Directory> {
  const passed = container.withExec(command)
  const failed = () => container.withExec(command, { expect: ReturnType.Any })
  return ((await hasPassed(passed)) ? passed : failed()).directory(REPORTS)
}
