import type { Goal } from '../figure.js'
import { compose, composeConfig, composeVersion, dagger, hostBuild, hostTest } from './contenders.js'
import { type EditName, edits } from './edits.js'
import type { Case } from './times.js'

const BUILD_GOALS: Partial<Record<EditName, Goal>> = {
  'no-change': '<= 1.2',
  'readme-edit': '<= 1.2',
  'new-commit': '<= 1.2',
  'backend-edit': '<= 2',
  'frontend-edit': '<= 1.4',
  'lock-file-edit': '<= 1.5',
}

/** After these edits, no suite needs to run. On the host, all of them run again, as after a change of code. */
const NOTHING_TO_TEST: EditName[] = ['no-change', 'readme-edit', 'new-commit', 'new-tag']

const editNames = Object.keys(edits) as EditName[]

/** Every command after every edit. */
export const cases: Case[] = [...startCases(), ...editNames.map(buildCase), ...editNames.map(testCase)]

/** Starting the command, and loading the project. */
function startCases(): Case[] {
  const [edit, goals] = ['no-change', {}] as const
  return [
    { name: 'start:command', edit, contenders: [dagger('version'), composeVersion], goals },
    { name: 'start:project', edit, contenders: [dagger('functions'), composeConfig], goals },
  ]
}

function buildCase(edit: EditName): Case {
  const goal = BUILD_GOALS[edit]
  return {
    name: `build:${edit}`,
    edit,
    contenders: [dagger('call', 'build'), compose, hostBuild],
    goals: goal ? { [compose.name]: goal } : {},
  }
}

function testCase(edit: EditName): Case {
  const [name, contender] = [`test:${edit}`, dagger('call', 'test')]
  const functions = dagger('functions')
  if (NOTHING_TO_TEST.includes(edit))
    return { name, edit, contenders: [contender, functions], goals: { [functions.name]: '<= 1.5' } }
  return {
    name,
    edit,
    contenders: [contender, hostTest],
    goals: edit === 'backend-edit' ? { [hostTest.name]: '<= 2' } : {},
  }
}
