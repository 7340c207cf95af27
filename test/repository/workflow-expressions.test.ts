import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { replaced } from './agreement/plant.js'
import { projectFiles, read } from './tools.js'
import { forbiddenExpressions, isWorkflowOrAction } from './workflow/expressions.js'

const WORKFLOW = '.github/workflows/ci.yml'
const RESTORE = '.github/actions/engine/restore/action.yml'
const KEEP = '.github/actions/engine/keep/action.yml'
const workflow = read(WORKFLOW)
const files = (await projectFiles()).filter(isWorkflowOrAction)

describe('no expression pastes a name that people choose into a script:', () => {
  it('all workflows and actions are looked at', () => {
    expect(files).toEqual(expect.arrayContaining([WORKFLOW, RESTORE, KEEP]))
  })

  it.each(files)('%s', (file) => {
    expect(forbiddenExpressions(file, read(file))).toEqual([])
  })
})

const CONTEXTS = [
  'github.ref',
  'github.ref_name',
  'github.head_ref',
  'github.base_ref',
  'github.actor',
  'github.triggering_actor',
  'github.repository',
  'github.repository_owner',
  'github.workflow',
  'github.workflow_ref',
  'github.event.head_commit.message',
  'github.event.pull_request.title',
  'inputs.empty',
  'env.NAME',
  'vars.NAME',
  'secrets.GITHUB_TOKEN',
  'steps.build.outputs.name',
  'needs.check.outputs.name',
  'matrix.name',
  "github['ref']",
  'GITHUB.REF',
  'toJSON(github)',
  "format('{0}', github.ref)",
  "github.ref || 'main'",
  "github.ref_type == 'tag' && github.ref",
  "github.ref != '' && github.ref || ''",
  'format(github.ref, runner.temp)',
]

/** Places in workflow and actions to which an expression is appended, or which are new. */
const PLACES: [file: string, place: string][] = [
  [WORKFLOW, 'jobs.publish.steps.1.with.args'],
  [WORKFLOW, 'jobs.check.steps.2.with.args'],
  [WORKFLOW, 'jobs.check.steps.2.with.module'],
  [WORKFLOW, 'jobs.check.steps.2.with.workdir'],
  [WORKFLOW, 'jobs.check.steps.3.run'],
  [WORKFLOW, 'jobs.check.steps.3.shell'],
  [WORKFLOW, 'jobs.check.steps.3.working-directory'],
  [WORKFLOW, 'jobs.check.container'],
  [WORKFLOW, 'defaults.run.shell'],
  [WORKFLOW, 'env.NAME'],
  [KEEP, 'runs.steps.0.run'],
  [KEEP, 'runs.steps.1.with.key'],
  [RESTORE, 'inputs.empty.default'],
  [RESTORE, 'runs.steps.0.with.restore-keys'],
]

/** The text with an expression appended to the value of a place. */
function withExpression(text: string, place: string, expression: string): string {
  const document = parseDocument(text)
  const keys = place.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  document.setIn(keys, `${document.getIn(keys) ?? ''} \${{ ${expression} }}`)
  return String(document)
}

describe('an expression is refused in each place, with file, place and text:', () => {
  it.each(CONTEXTS)('%s', (context) => {
    const messages = PLACES.flatMap(([file, place]) =>
      forbiddenExpressions(file, withExpression(read(file), place, context)),
    )
    expect(messages).toEqual(PLACES.map(([file, place]) => `${file}: ${place} must not contain \${{ ${context} }}`))
  })
})

describe('an expression is refused, however it is written:', () => {
  it.each([
    ['without spaces', '${{github.ref}}'],
    ['beside one that is permitted', "${{ github.ref == 'refs/heads/main' }}${{ github.ref }}"],
    ['with braces in a string', "${{ format('}}{0}', github.ref) }}"],
    ['without an end', '${{ github.ref'],
  ])('%s', (_, expression) => {
    const mutated = replaced(workflow, '"$GITHUB_REF"', `"${expression.replaceAll("'", "''")}"`)
    expect(forbiddenExpressions(WORKFLOW, mutated)).toHaveLength(1)
  })

  it('as the name of a variable', () => {
    const mutated = replaced(workflow, 'TOKEN: ', '"${{ github.ref }}": ')
    expect(forbiddenExpressions(WORKFLOW, mutated)).toContain(
      `${WORKFLOW}: jobs.publish.steps.1.env.(key) must not contain \${{ github.ref }}`,
    )
  })
})
