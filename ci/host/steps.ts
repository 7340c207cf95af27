/** One command of the pipeline, run at the root of the project. */
export interface Step {
  title: string
  command: [string, ...string[]]
  env?: Record<string, string>
}

/** What the images of a local build are told to call: the backend on this machine. */
export const LOCAL_API_URL = 'http://localhost:8000'

/** What only an engine can do. */
export const LEFT_OUT = 'the images and their recipes, scan, publish (see "What it needs" in README.md)'

/** The verbs of the module, in their order. */
export const inDagger: Step[][] = [[call('test')], [call('build')], [call('tag')]]

/**
 * The same steps with no container: the npm scripts that the module's functions run, in the order in which they tell most.
 * @param databaseUrl a superuser's address of the PostgreSQL server that integration tests make their databases on
 */
export function hostSteps(databaseUrl: string): Step[][] {
  const env = { TEST_DATABASE_URL: databaseUrl, NEXT_PUBLIC_API_URL: LOCAL_API_URL }
  const service = (name: string, script: string): Step => ({
    title: `${name}: ${script}`,
    command: ['npm', 'run', script, '--prefix', `services/${name}`],
    env,
  })
  return [
    [
      { title: 'lint', command: ['npm', 'run', 'lint'] },
      { title: 'pipeline: typecheck', command: ['npx', 'tsc', '--project', 'tsconfig.json'] },
      service('backend', 'typecheck'),
      service('frontend', 'typecheck'),
    ],
    [
      { title: 'pipeline: test', command: ['npx', 'vitest', 'run', '--config', 'ci/vitest.config.ts'] },
      service('backend', 'build'),
      service('frontend', 'build'),
    ],
    [service('backend', 'test'), service('frontend', 'test')],
  ]
}

function call(verb: string): Step {
  return { title: `dagger call ${verb}`, command: ['dagger', 'call', '--progress=plain', verb] }
}
