import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { Answer, Observed, ProcessState, Refusal } from './observed.js'
import { equalRow, type Row } from './row.js'

/** The rows of the contract about a running image. */
export function runRows(contract: ServiceContract, observed: Observed): Row[] {
  const rows = [
    ...restrictionRows(contract, observed),
    ...healthcheckRows(contract, observed),
    ...answerRows(contract, observed),
    ...observed.refusals.map((refusal) => refusalRow(contract.variables, refusal)),
    stopRow(contract, observed),
  ]
  return rows.map((row) => (row.passed || row.detail ? row : { ...row, detail: observed.log }))
}

/** The restrictions of the process, from its status in the kernel: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function restrictionRows({ user, mounts, entrypoint, command }: ServiceContract, { process }: Observed): Row[] {
  const rows: [name: string, want: string, got: (state: ProcessState) => string][] = [
    ['running user', `${user.uid}:${user.gid}`, ({ uid, gid }) => `${uid}:${gid}`],
    ['running capabilities', 'none', ({ capabilities }) => nonEmptySets(capabilities).join(', ') || 'none'],
    ['running privileges', 'no new ones', (state) => (state.noNewPrivileges ? 'no new ones' : 'new ones by exec')],
    ['system call filter', 'seccomp', ({ seccompFilter }) => (seccompFilter ? 'seccomp' : 'none')],
    [
      'process 1',
      commandText([...entrypoint, ...command]),
      (state) => (state.pid === 1 ? commandText(state.command) : `process ${state.pid}`),
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
  return rows.map(([name, want, got]) => equalRow(name, want, process ? got(process) : 'it has ended'))
}

const nonEmptySets = (capabilities: ProcessState['capabilities']) =>
  Object.entries(capabilities).flatMap(([name, set]) => (/^0+$/.test(set) ? [] : [name]))

const commandText = (command: string[]) => JSON.stringify(command)

function healthcheckRows({ healthcheck: contract }: ServiceContract, { healthcheck }: Observed): Row[] {
  if (!contract) return []
  const { timeout } = contract
  const got = healthcheck === null ? `still running after ${timeout} s` : `exit ${healthcheck}`
  return [{ name: 'health check inside', want: `exit 0 in ${timeout} s`, got, passed: healthcheck === 0 }]
}

function answerRows({ routes }: ServiceContract, { answers }: Observed): Row[] {
  if (!routes || !answers) return []
  const { live, ready, health } = routes
  return Object.entries(answers).flatMap(([when, given]) => [
    answerRow(
      `live, dependency ${when}`,
      { statusCode: 200, status: live.status, withinMs: live.withinMs },
      given.live,
    ),
    answerRow(
      `ready, dependency ${when}`,
      when === 'absent'
        ? { statusCode: 503, status: 'not_ready', withinMs: ready.withinMs }
        : { statusCode: 200, status: ready.status, withinMs: ready.withinMs },
      given.ready,
    ),
    answerRow(
      `health, dependency ${when}`,
      { statusCode: 200, status: health.status, withinMs: health.withinMs },
      given.health,
    ),
  ])
}

function answerRow(name: string, want: Pick<Answer, 'statusCode' | 'status'> & { withinMs: number }, got: Answer): Row {
  return {
    name,
    want: `${want.statusCode} ${want.status} in ${want.withinMs} ms`,
    got: `${got.statusCode} ${got.status} in ${got.ms} ms`,
    passed: got.statusCode === want.statusCode && got.status === want.status && got.ms <= want.withinMs,
  }
}

/** A refusal is one message that names the invalid variables and no others, and contains no secret. */
function refusalRow(variables: Variable[], { given, exitCode, output }: Refusal): Row {
  const invalid = Object.keys(given)
  const named = variables.filter(({ name }) => new RegExp(`^ *${name} `, 'm').test(output)).map(({ name }) => name)
  const secrets = variables.filter(({ name, secret }) => secret && given[name] && output.includes(given[name]))
  const messages = output.match(/configuration/gi)?.length ?? 0
  const exposed = secrets.map(({ name }) => `, shows ${name}`).join('')
  const want = `exit 1, one message that names ${[...invalid].sort().join(', ')}`
  const got = `exit ${exitCode ?? 'none'}, ${messages === 1 ? 'one message' : `${messages} messages`} that names ${named.sort().join(', ') || 'none'}${exposed}`
  return { name: `refuses ${describe(given)}`, want, got, passed: want === got, detail: output }
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
    passed: exitCode !== null && stop.exitCodes.includes(exitCode) && seconds <= stop.withinSeconds,
  }
}
