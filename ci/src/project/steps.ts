import { type Container, type Directory, dag } from '@dagger.io/dagger'
import { browser } from './chromium.js'
import { builder, builtServices, installed, withDependencies } from './images.js'
import { SCRIPTS, type ServiceScript } from './scripts.js'
import { SERVICE_NAMES, SERVICES, type ServiceName } from './services.js'
import { serviceSources } from './sources.js'
import { DATABASE_URL, postgres } from './stack.js'

/** A command in the container that it needs. */
export interface Step {
  name: string
  container: Container
  command: string[]
}

/** The steps of a check. Each gets no more files than it reads, so that the cache skips those that an edit can't reach. */
export type StepList = (checkout: Directory, nodeImage: string, apiUrl: string) => Step[]

/** Where the steps that are tests leave their JUnit reports. */
export const REPORTS = '/reports'

export const lintSteps: StepList = (checkout, nodeImage) => [
  step('lint', withTools(checkout, nodeImage).withDirectory('.', lintedFiles(checkout)), SCRIPTS.lint),
]

export const typecheckSteps: StepList = (checkout, nodeImage) => [
  step('pipeline typecheck', pipeline(checkout, nodeImage), SCRIPTS.pipelineTypecheck),
  ...forServices(checkout, (service, source) =>
    step(`${service} typecheck`, withSource(codeOf(source), nodeImage), npmRun('typecheck')),
  ),
]

export const unitSteps: StepList = (checkout, nodeImage) => [
  testStep('pipeline unit', pipeline(checkout, nodeImage), SCRIPTS.pipelineUnit),
  ...forServices(checkout, (service, source) =>
    testStep(`${service} unit`, withSource(unitOf(source), nodeImage), `${npmRun('test:unit')} --`),
  ),
]

/** The builds that images are made of, with PostgreSQL as a service where they need it. */
export const integrationSteps: StepList = (checkout, nodeImage, apiUrl) =>
  forServices(checkout, (service, source) => {
    const built = builder(service, source, nodeImage, apiUrl).withDirectory('.', integrationOf(source))
    const container = SERVICES[service].dependency.protocol === 'postgresql' ? withDatabase(built) : built
    return testStep(`${service} integration`, container, `${npmRun('test:integration')} --`)
  })

/** The browser tests, and the files that they import. */
const END_TO_END_FILES = ['tsconfig.json', 'ci/host', 'ci/src/project', 'ci/src/lib', 'test']

/** The built services, run in a container that has a browser. */
export const endToEndSteps: StepList = (checkout, nodeImage, apiUrl) => {
  const container = installed(browser(), checkout, '--ignore-scripts')
    .withDirectory('.', checkout.filter({ include: END_TO_END_FILES }))
    .withDirectory('.', builtServices(serviceSources(checkout), nodeImage, apiUrl))
    .with(withDatabase)
  return [testStep('end-to-end', container, SCRIPTS.endToEnd)]
}

function forServices(checkout: Directory, stepFor: (service: ServiceName, source: Directory) => Step): Step[] {
  const sources = serviceSources(checkout)
  return SERVICE_NAMES.map((service) => stepFor(service, sources[service]))
}

/** @param command words separated by blanks: no shell reads it */
const step = (name: string, container: Container, command: string): Step => ({
  name,
  container: container.withEnvVariable('NO_COLOR', '1'),
  command: command.split(' '),
})

function testStep(name: string, container: Container, command: string): Step {
  const report = `${REPORTS}/${name.replaceAll(' ', '-')}.xml`
  const reporters = `--reporter=default --reporter=junit --outputFile.junit=${report}`
  return step(name, container.withDirectory(REPORTS, dag.directory()), `${command} ${reporters}`)
}

const npmRun = (script: ServiceScript) => `npm run ${script}`

const withDatabase = (container: Container) =>
  container.withServiceBinding('postgres', postgres()).withEnvVariable('TEST_DATABASE_URL', DATABASE_URL)

const withTools = (checkout: Directory, nodeImage: string) => withDependencies(checkout, nodeImage, '--ignore-scripts')

const pipeline = (checkout: Directory, nodeImage: string) =>
  withTools(checkout, nodeImage).withDirectory('.', checkout.filter({ exclude: ['services'] }))

const withSource = (source: Directory, nodeImage: string) =>
  withDependencies(source, nodeImage).withDirectory('.', source)

/** Everything that Biome reads. */
const lintedFiles = (checkout: Directory) =>
  checkout.filter({ exclude: ['services/*/Dockerfile', 'services/*/.dockerignore', 'services/*/public'] })

const codeOf = (source: Directory) => source.filter({ exclude: ['Dockerfile', '.dockerignore'] })

const unitOf = (source: Directory) => codeOf(source).filter({ exclude: ['test/integration'] })

const integrationOf = (source: Directory) =>
  source.filter({ include: ['test', 'vitest.config.ts', 'tsconfig.json'], exclude: ['test/unit'] })
