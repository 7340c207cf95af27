import { SCRIPTS, type ServiceScript } from '../src/project/scripts.js'
import { LOCAL_API_URL, SERVICE_NAMES } from '../src/project/services.js'

/** One command of the pipeline, run at the root of the project. */
export interface Step {
  title: string
  command: [string, ...string[]]
  env?: Record<string, string>
}

/** The verbs that need an engine. */
export const NEEDS_ENGINE = 'the images and their recipes, scan, publish (see "What it needs" in README.md)'

/** The verbs of the module, in their order. */
export const inDagger: Step[][] = [[call('test')], [call('build')], [call('tag')]]

/**
 * The npm scripts that the module's functions run, without containers, in the order in which they fail soonest.
 * @param databaseUrl address of a superuser of the PostgreSQL server on which integration tests make their databases
 */
export function hostSteps(databaseUrl: string): Step[][] {
  const env = { TEST_DATABASE_URL: databaseUrl, NEXT_PUBLIC_API_URL: LOCAL_API_URL }
  const services = (script: ServiceScript | 'test'): Step[] =>
    SERVICE_NAMES.map((name) => ({
      title: `${name}: ${script}`,
      command: ['npm', 'run', script, '--prefix', `services/${name}`],
      env,
    }))
  return [
    [step('lint', SCRIPTS.lint), step('pipeline: typecheck', SCRIPTS.pipelineTypecheck), ...services('typecheck')],
    [step('pipeline: test', SCRIPTS.pipelineUnit), ...services('build')],
    services('test'),
  ]
}

/** @param command words separated by blanks */
function step(title: string, command: string): Step {
  const [program = '', ...args] = command.split(' ')
  return { title, command: [program, ...args] }
}

function call(verb: string): Step {
  return { title: `dagger call ${verb}`, command: ['dagger', 'call', '--progress=plain', verb] }
}
