import type { Goal } from '../figure.js'
import { type EditName, edits } from './edits.js'
import { compose, composeConfig, composeVersion, dagger, hostBuild, hostTest } from './rivals.js'
import type { Case } from './times.js'

const BUILD_GOALS: Partial<Record<EditName, Goal>> = {
  'no-change': '<= 1.2',
  'readme-edit': '<= 1.2',
  'new-commit': '<= 1.2',
  'backend-edit': '<= 2',
  'frontend-edit': '<= 1.4',
  'lock-file-edit': '<= 1.5',
}

/** After these the suites have nothing to do. On the host they don't know, and take as long as after an edit of code. */
const NOTHING_TO_TEST: EditName[] = ['no-change', 'readme-edit', 'new-commit', 'new-tag']

const names = Object.keys(edits) as EditName[]

/** Every verb after every edit. */
export const cases: Case[] = [...starting(), ...names.map(building), ...names.map(testing)]

/** The command itself, and what it does before it knows what there is to do. */
function starting(): Case[] {
  const [edit, goals] = ['no-change', {}] as const
  return [
    { name: 'start:command', edit, rivals: [dagger('version'), composeVersion], goals },
    { name: 'start:project', edit, rivals: [dagger('functions'), composeConfig], goals },
  ]
}

function building(edit: EditName): Case {
  const goal = BUILD_GOALS[edit]
  return {
    name: `build:${edit}`,
    edit,
    rivals: [dagger('call', 'build'), compose, hostBuild],
    goals: goal ? { [compose.name]: goal } : {},
  }
}

function testing(edit: EditName): Case {
  const [name, ours] = [`test:${edit}`, dagger('call', 'test')]
  const functions = dagger('functions')
  if (NOTHING_TO_TEST.includes(edit))
    return { name, edit, rivals: [ours, functions], goals: { [functions.name]: '<= 1.5' } }
  return { name, edit, rivals: [ours, hostTest], goals: edit === 'backend-edit' ? { [hostTest.name]: '<= 2' } : {} }
}
