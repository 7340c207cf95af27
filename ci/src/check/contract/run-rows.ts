import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { Answer, Observed, ProcessState, Refusal } from './observed.js'
import { type Row, same } from './row.js'

/** The rows of the contract that an image answers as it runs. */
export function runRows(contract: ServiceContract, seen: Observed): Row[] {
  const rows = [
    ...restrictionRows(contract, seen),
    ...healthcheckRows(contract, seen),
    ...answerRows(contract, seen),
    ...seen.refusals.map((refusal) => refusalRow(contract.variables, refusal)),
    stopRow(contract, seen),
  ]
  return rows.map((row) => (row.holds || row.detail ? row : { ...row, detail: seen.log }))
}

/** How the process is restricted, by what the kernel says of it: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function restrictionRows({ user, mounts, entrypoint, command }: ServiceContract, { process }: Observed): Row[] {
  const rows: [name: string, want: string, got: (state: ProcessState) => string][] = [
    ['running user', `${user.uid}:${user.gid}`, ({ uid, gid }) => `${uid}:${gid}`],
    ['running capabilities', 'none', ({ capabilities }) => setsThatHoldSome(capabilities).join(', ') || 'none'],
    ['running privileges', 'no new ones', (state) => (state.noNewPrivileges ? 'no new ones' : 'new ones by exec')],
    ['system call filter', 'seccomp', ({ seccompFilter }) => (seccompFilter ? 'seccomp' : 'none')],
    [
      'process 1',
      words([...entrypoint, ...command]),
      (state) => (state.pid === 1 ? words(state.command) : `process ${state.pid}`),
    ],
    [
      'writable paths',
      mounts
        .map(({ path }) => path)
        .sort()
        .join(', '),
      ({ writable }) => [...writable].sort().join(', '),
    ],
    ['processes that process 1 leaves behind', '0', ({ zombies }) => String(zombies)],
  ]
  return rows.map(([name, want, got]) => same(name, want, process ? got(process) : 'it has ended'))
}

const setsThatHoldSome = (capabilities: ProcessState['capabilities']) =>
  Object.entries(capabilities).flatMap(([name, set]) => (/^0+$/.test(set) ? [] : [name]))

const words = (command: string[]) => JSON.stringify(command)

function healthcheckRows({ healthcheck: contract }: ServiceContract, { healthcheck }: Observed): Row[] {
  if (!contract) return []
  const { timeout } = contract
  const got = healthcheck === null ? `still running after ${timeout} s` : `exit ${healthcheck}`
  return [{ name: 'health check inside', want: `exit 0 in ${timeout} s`, got, holds: healthcheck === 0 }]
}

function answerRows({ routes }: ServiceContract, { answers }: Observed): Row[] {
  if (!routes || !answers) return []
  const { live, ready, health } = routes
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

function stopRow({ stop }: ServiceContract, { stop: { exitCode, seconds } }: Observed): Row {
  return {
    name: 'stop on SIGTERM',
    want: `exit ${stop.exitCodes.join(' or ')} in ${stop.withinSeconds} s`,
    got: exitCode === null ? `still there after ${seconds} s` : `exit ${exitCode} in ${seconds} s`,
    holds: exitCode !== null && stop.exitCodes.includes(exitCode) && seconds <= stop.withinSeconds,
  }
}
