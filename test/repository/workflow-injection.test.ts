import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { replaced } from './agreement/plant.js'
import { read } from './tools.js'
import { runStep, type Step } from './workflow/dagger-for-github.js'

const WORKFLOW = '.github/workflows/ci.yml'
const workflow = read(WORKFLOW)

/** Legal names of tags, but for a space and a star. */
const HOSTILE = [
  'v1.2.3$(touch pwned)',
  'v1.2.3$(touch${IFS}pwned)',
  'v1.2.3`touch${IFS}pwned`',
  'v1.2.3;touch${IFS}pwned',
  'v1.2.3;>pwned;',
  'v1.2.3&&touch${IFS}pwned',
  'v1.2.3|tee${IFS}pwned',
  'v1.2.3>pwned',
  "v1.2.3'",
  'v1.2.3"',
  "v1.2.3';touch${IFS}pwned;'",
  'v1.2.3";touch${IFS}pwned;"',
  "v1.2.3'$(touch${IFS}pwned)'",
  'v1.2.3"$(touch${IFS}pwned)"',
  'v1.2.3 --tag=v9.9.9',
  'v1.2.3#',
  '$HOME/*',
]

const SECRETS = { 'secrets.GITHUB_TOKEN': 'token', 'secrets.SIGNING_KEY': 'key' }
const variablesOf = (name: string) => ({
  GITHUB_REF: `refs/tags/${name}`,
  GITHUB_REPOSITORY: `owner/${name}`,
  GITHUB_ACTOR: name,
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_WORKFLOW_REF: `owner/${name}/${WORKFLOW}@refs/tags/${name}`,
  GITHUB_STEP_SUMMARY: '/home/runner/step_summary',
})
const publishArgs = (name: string) => [
  ...['--progress', 'plain', 'call', 'publish'],
  `--repository=ghcr.io/owner/${name}`,
  `--ref=refs/tags/${name}`,
  `--username=${name}`,
  '--password=env:TOKEN',
  `--builder=https://github.example/owner/${name}/${WORKFLOW}@refs/tags/${name}`,
  '--signing-key=env:SIGNING_KEY',
  '--output=/home/runner/step_summary',
]

/** The steps of a workflow that call Dagger. */
const daggerSteps = (text: string): Step[] =>
  Object.values<{ steps: Step[] }>(parse(text).jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses?.startsWith('dagger/dagger-for-github@'))
const publishStep = (text: string): Step =>
  daggerSteps(text).find((step) => step.with?.args.startsWith('publish ')) as Step

describe('a name that people choose reaches Dagger as it is, and nothing else runs:', () => {
  it.each(HOSTILE)('%s', async (name) => {
    const run = await runStep(publishStep(workflow), SECRETS, variablesOf(name))
    expect(run).toEqual({ exitCode: 0, args: publishArgs(name), files: [] })
  })

  it('without a signing key nothing is said of one', async () => {
    const run = await runStep(publishStep(workflow), { ...SECRETS, 'secrets.SIGNING_KEY': '' }, variablesOf('v1.2.3'))
    expect(run.args).toEqual(publishArgs('v1.2.3').filter((arg) => !arg.startsWith('--signing-key')))
  })

  it('the other steps call what they say', async () => {
    const others = daggerSteps(workflow).filter((step) => step.with?.args !== publishStep(workflow).with?.args)
    const runs = await Promise.all(others.map(async (step) => await runStep(step, {}, variablesOf('v1.2.3'))))
    expect(runs.map(({ args }) => args?.slice(2).join(' '))).toEqual([
      'call test',
      'call reports export --path=reports',
    ])
  })
})

describe('the same shows what is wrong with', () => {
  /** Without those that git refuses, and the one that bash takes as it is. */
  const harmful = HOSTILE.filter((name) => !/[ #*]/.test(name))
  const pasting = publishStep(replaced(workflow, '"$GITHUB_REF"', '${{ github.ref }}'))

  it.each(harmful)('an expression, for the tag %s', async (name) => {
    const expressions = { ...SECRETS, 'github.ref': `refs/tags/${name}` }
    const { args } = await runStep(pasting, expressions, variablesOf(name))
    expect(args).not.toEqual(publishArgs(name))
  })

  it.each(['v1.2.3$(touch${IFS}pwned)', 'v1.2.3`touch${IFS}pwned`', "v1.2.3';touch${IFS}pwned;'"])(
    'an expression, which runs the command of the tag %s',
    async (name) => {
      const expressions = { ...SECRETS, 'github.ref': `refs/tags/${name}` }
      expect((await runStep(pasting, expressions, variablesOf(name))).files).toEqual(['pwned'])
    },
  )

  it('a variable without quotes', async () => {
    const step = publishStep(replaced(workflow, '"$GITHUB_ACTOR"', '$GITHUB_ACTOR'))
    const { args } = await runStep(step, SECRETS, variablesOf('some --tag=v9.9.9'))
    expect(args).toContain('--tag=v9.9.9')
  })

  it('a variable that is evaluated again', async () => {
    const step = publishStep(replaced(workflow, '"$GITHUB_REF"', '$(eval echo $GITHUB_REF)'))
    const { files } = await runStep(step, SECRETS, variablesOf('v1.2.3$(touch${IFS}pwned)'))
    expect(files).toEqual(['pwned'])
  })
})
