import type { Answer, Observed, Refusal } from './observed.js'
import { none, type Row, same } from './row.js'
import type { ServiceContract, Variable } from './types.js'

/** The rows of the contract that an image answers as it runs. */
export function runRows(contract: ServiceContract, seen: Observed): Row[] {
  const rows = [
    ...restrictionRows(contract, seen),
    ...answerRows(contract, seen),
    ...seen.refusals.map((refusal) => refusalRow(contract.variables, refusal)),
    ...processRows(contract, seen),
  ]
  return rows.map((row) => (row.holds || row.detail ? row : { ...row, detail: seen.log }))
}

function restrictionRows({ user, mounts }: ServiceContract, { process, writable, forbids }: Observed): Row[] {
  const { effective, permitted, inheritable, ambient } = process.capabilities
  const sets = Object.entries({ effective, permitted, inheritable, ambient })
  const declared = mounts.map(({ path }) => path).sort()
  return [
    same('running user', `${user.uid}:${user.gid}`, `${process.uid}:${process.gid}`),
    none(
      'running capabilities',
      sets.filter(([, set]) => !/^0+$/.test(set)).map(([name]) => name),
    ),
    same('running privileges', privileges(forbids), privileges(process.noNewPrivileges)),
    same('writable paths', declared.join(', '), [...writable].sort().join(', ')),
  ]
}

/** Where the platform can't forbid new ones, that no file is setuid has to do. */
const privileges = (forbidden: boolean) => (forbidden ? 'no new ones' : 'not forbidden here')

function answerRows(contract: ServiceContract, { answers }: Observed): Row[] {
  const { live, ready, health } = contract.routes
  return Object.entries(answers).flatMap(([when, given]) => [
    answerRow(`live, dependency ${when}`, { status: 200, says: live.status, withinMs: live.withinMs }, given.live),
    answerRow(
      `ready, dependency ${when}`,
      when === 'absent'
        ? { status: 503, says: 'not_ready', withinMs: ready.withinMs }
        : { status: 200, says: ready.status, withinMs: ready.withinMs },
      given.ready,
    ),
    answerRow(
      `health, dependency ${when}`,
      { status: 200, says: health.status, withinMs: health.withinMs },
      given.health,
    ),
  ])
}

function answerRow(name: string, want: { status: number; says: string; withinMs: number }, got: Answer): Row {
  return {
    name,
    want: `${want.status} ${want.says} in ${want.withinMs} ms`,
    got: `${got.status} ${got.says} in ${got.ms} ms`,
    holds: got.status === want.status && got.says === want.says && got.ms <= want.withinMs,
  }
}

/** One message, which names what is wrong and nothing else, and shows no secret. */
function refusalRow(variables: Variable[], { given, exitCode, output }: Refusal): Row {
  const wrong = Object.keys(given)
  const named = variables.filter(({ name }) => new RegExp(`^ *${name} `, 'm').test(output)).map(({ name }) => name)
  const secrets = variables.filter(({ name, secret }) => secret && given[name] && output.includes(given[name]))
  const messages = output.match(/configuration/gi)?.length ?? 0
  const shown = secrets.map(({ name }) => `, shows ${name}`).join('')
  const want = `exit 1, one message that names ${[...wrong].sort().join(', ')}`
  const got = `exit ${exitCode ?? 'none'}, ${messages === 1 ? 'one message' : `${messages} messages`} that names ${named.sort().join(', ') || 'none'}${shown}`
  return { name: `refuses ${describe(given)}`, want, got, holds: want === got, detail: output }
}

function describe(given: Refusal['given']): string {
  return Object.entries(given)
    .map(([name, value]) => (value === null ? `no ${name}` : `${name}=${value}`))
    .join(', ')
}

function processRows({ stop }: ServiceContract, seen: Observed): Row[] {
  const { exitCode, seconds } = seen.stop
  return [
    {
      name: 'stop on SIGTERM',
      want: `exit ${stop.exitCodes.join(' or ')} in ${stop.withinSeconds} s`,
      got: exitCode === null ? `still there after ${seconds} s` : `exit ${exitCode} in ${seconds} s`,
      holds: exitCode !== null && stop.exitCodes.includes(exitCode) && seconds <= stop.withinSeconds,
    },
    same('processes that process 1 leaves behind', '0', String(seen.zombies)),
  ]
}
