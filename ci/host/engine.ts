import { tmpdir } from 'node:os'
import { execa } from 'execa'

const ANSWER_WITHIN_MS = 3_000

/** Whether the pipeline can run in Dagger, and why it can or can't, in words that finish a sentence. */
export interface EngineReason {
  available: boolean
  reason: string
}

/**
 * A Dagger CLI on PATH and something for it to talk to: the engine that _EXPERIMENTAL_DAGGER_RUNNER_HOST names, or a Docker
 * daemon, in which the CLI starts one. Each is asked with a limit, so that nothing hangs where there is none.
 */
export async function engineReason(): Promise<EngineReason> {
  if (!(await answers('dagger', ['version']))) return no('no dagger command on PATH')
  const host = process.env['_EXPERIMENTAL_DAGGER_RUNNER_HOST']
  if (host) {
    return (await answers('dagger', ['query', '--silent'], '{version}'))
      ? yes(`the engine at ${host} answers`)
      : no(`no Dagger engine answers at ${host} within ${ANSWER_WITHIN_MS / 1000} s`)
  }
  return (await answers('docker', ['version', '--format', '{{.Server.Version}}']))
    ? yes('a Docker daemon answers, in which Dagger starts its engine')
    : no(
        `no Docker daemon answers within ${ANSWER_WITHIN_MS / 1000} s, and _EXPERIMENTAL_DAGGER_RUNNER_HOST names no engine`,
      )
}

const yes = (reason: string): EngineReason => ({ available: true, reason })
const no = (reason: string): EngineReason => ({ available: false, reason })

async function answers(command: string, args: string[], input = ''): Promise<boolean> {
  // Not here: in a folder with a dagger.json the CLI loads the module before it asks the engine anything.
  const cwd = tmpdir()
  const result = await execa(command, args, {
    cwd,
    input,
    timeout: ANSWER_WITHIN_MS,
    reject: false,
    forceKillAfterDelay: 500,
  })
  return !result.failed
}
