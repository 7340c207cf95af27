import { type Container, type Directory, dag, ReturnType } from '@dagger.io/dagger'
import { explained, hasPassed } from '../lib/exec-error.js'
import { browser } from '../project/chromium.js'
import { backendBuilder, frontendBuilder, images, installed, withDependencies } from '../project/images.js'
import { DATABASE_URL, postgres } from '../project/stack.js'
import { checkContract } from './contract/check.js'
import { compareRecipes } from './dockerfiles.js'

/** What the checks look at. Each gets no more than it reads, so that the cache skips those that an edit can't reach. */
export interface Sources {
  /** The root's tools and configuration, the module itself, and the services' code without what is built from it. */
  project: Directory
  backend: Directory
  frontend: Directory
}

/** One npm script in the environment it needs. */
export interface Step {
  name: string
  container: Container
  command: string[]
}

/** Where the steps that are tests leave their JUnit reports. */
const REPORTS = '/reports'

export function lintSteps({ project }: Pick<Sources, 'project'>, nodeImage: string): Step[] {
  return [step('lint', withTools(project, nodeImage).withDirectory('.', project), 'npm run lint')]
}

export function typecheckSteps({ project, backend, frontend }: Sources, nodeImage: string): Step[] {
  return [
    step('pipeline typecheck', pipeline(project, nodeImage), 'npx tsc --project tsconfig.json'),
    step('backend typecheck', service(codeOf(backend), nodeImage), 'npm run typecheck'),
    step('frontend typecheck', service(codeOf(frontend), nodeImage), 'npm run typecheck'),
  ]
}

export function unitSteps({ project, backend, frontend }: Sources, nodeImage: string): Step[] {
  return [
    tests('pipeline unit', pipeline(project, nodeImage), 'npx vitest run --config ci/vitest.config.ts'),
    tests('backend unit', service(unitOf(backend), nodeImage), 'npm run test:unit --'),
    tests('frontend unit', service(unitOf(frontend), nodeImage), 'npm run test:unit --'),
  ]
}

/** On what the images are made of: the builds themselves, and PostgreSQL as a service. */
export function integrationSteps(
  { backend, frontend }: Omit<Sources, 'project'>,
  nodeImage: string,
  apiUrl: string,
): Step[] {
  const builtBackend = backendBuilder(backend, nodeImage).withDirectory('.', integrationOf(backend)).with(database)
  const builtFrontend = frontendBuilder(frontend, nodeImage, apiUrl).withDirectory('.', integrationOf(frontend))
  return [
    tests('backend integration', builtBackend, 'npm run test:integration --'),
    tests('frontend integration', builtFrontend, 'npm run test:integration --'),
  ]
}

/** The files of both images, run in a container that has a browser. */
export function endToEndSteps({ project, backend, frontend }: Sources, nodeImage: string, apiUrl: string): Step[] {
  const built = images({ backend, frontend }, nodeImage, apiUrl)
  const container = installed(browser(), project, '--ignore-scripts')
    .withDirectory('.', project.filter({ include: ['tsconfig.json', 'ci/host', 'test'] }))
    .withDirectory('services/backend/dist', built.backend.directory('/app/dist'))
    .withDirectory('services/frontend/.next/standalone', built.frontend.directory('/app'))
    .with(database)
  return [tests('end-to-end', container, 'npx vitest run --config test/e2e/vitest.config.ts')]
}

/**
 * All checks, in three turns, each side by side: what reads code, and fails soonest; what computes and builds, apart from the compilers
 * of the first, for which small machines have no memory then; what asks running services, whose answers have to come in time.
 * @returns what passed, one a line
 * @throws at the first that fails, with what it printed
 */
export async function runAll(sources: Sources, nodeImage: string, apiUrl: string): Promise<string> {
  const stepsBy = (makers: ((...args: [Sources, string, string]) => Step[])[]) =>
    makers.flatMap((stepsOf) => stepsOf(sources, nodeImage, apiUrl))
  const read = stepsBy([lintSteps, typecheckSteps])
  const unit = stepsBy([unitSteps])
  const timed = stepsBy([integrationSteps, endToEndSteps])
  await run(read)
  await Promise.all([run(unit), compareRecipes(sources, nodeImage, apiUrl)])
  await Promise.all([run(timed), checkContract(images(sources, nodeImage, apiUrl), nodeImage)])
  return [...[...read, ...unit, ...timed].map(({ name }) => name), 'recipes', 'contract']
    .map((name) => `passed  ${name}\n`)
    .join('')
}

/**
 * Runs steps side by side.
 * @throws at the first that fails, with what it printed
 */
export async function run(steps: Step[]): Promise<void> {
  await Promise.all(steps.map(({ name, container, command }) => explained(name, container.withExec(command).sync())))
}

/** The JUnit reports of the steps that are tests, of failed ones too. What passed before is not run again. */
export async function reports(steps: Step[]): Promise<Directory> {
  const all = await Promise.all(steps.map(report))
  return all.reduce((together, one) => together.withDirectory('.', one), dag.directory())
}

async function report({ container, command }: Step): Promise<Directory> {
  const passed = container.withExec(command)
  const failed = () => container.withExec(command, { expect: ReturnType.Any })
  return ((await hasPassed(passed)) ? passed : failed()).directory(REPORTS)
}

/** @param command words between blanks: no shell reads it */
const step = (name: string, container: Container, command: string): Step => ({
  name,
  container: container.withEnvVariable('NO_COLOR', '1'),
  command: command.split(' '),
})

function tests(name: string, container: Container, command: string): Step {
  const report = `${REPORTS}/${name.replaceAll(' ', '-')}.xml`
  const reporters = `--reporter=default --reporter=junit --outputFile.junit=${report}`
  return step(name, container.withDirectory(REPORTS, dag.directory()), `${command} ${reporters}`)
}

const database = (container: Container) =>
  container.withServiceBinding('postgres', postgres()).withEnvVariable('TEST_DATABASE_URL', DATABASE_URL)

const withTools = (project: Directory, nodeImage: string) => withDependencies(project, nodeImage, '--ignore-scripts')

const pipeline = (project: Directory, nodeImage: string) =>
  withTools(project, nodeImage).withDirectory('.', project.filter({ exclude: ['services'] }))

const service = (source: Directory, nodeImage: string) => withDependencies(source, nodeImage).withDirectory('.', source)

const codeOf = (source: Directory) => source.filter({ exclude: ['Dockerfile', '.dockerignore'] })

const unitOf = (source: Directory) => codeOf(source).filter({ exclude: ['test/integration'] })

const integrationOf = (source: Directory) =>
  source.filter({ include: ['test', 'vitest.config.ts', 'tsconfig.json'], exclude: ['test/unit'] })
