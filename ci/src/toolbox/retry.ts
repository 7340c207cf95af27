// Runs in the toolbox's container with nothing but Node: imports only from node:.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

/** A program and its arguments. */
export type Command = string[]

/** The result of a command's last attempt. */
export interface Outcome {
  exitCode: number
  stdout: string
  stderr: string
  /** The number of retries: of the command itself, and those that crane reports. */
  retries: number
}

/** The limits of retries after transient errors. */
export interface RetryLimits {
  attempts: number
  /** The pause before the second attempt, which doubles each time. */
  firstPauseMs: number
  /** After this time there are no more retries, even if attempts are left: an unreachable address takes long each time. */
  maxElapsedMs: number
  /** A command that runs longer is killed, which counts as a transient error. */
  timeoutMs: number
}

/** Sequences of commands: the sequences run in parallel, the commands of a sequence one after the other until one fails. */
export interface Batch extends RetryLimits {
  sequences: Command[][]
  /** The registry's login. */
  login?: { host: string; username: string; passwordFile: string } | undefined
}

const PARALLEL = 4
const REFUSED = /\b(401|403)\b|UNAUTHORIZED|DENIED|forbidden|authentication required/i
/** The registry failed (429, 5xx, UNKNOWN), lost an upload, or could not be reached. */
const TRANSIENT = new RegExp(
  [
    String.raw`status code (408|429|499|5\d\d)`,
    String.raw`\b(UNKNOWN|UNAVAILABLE|INTERNAL_SERVER_ERROR|INTERNAL_ERROR|TOOMANYREQUESTS|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID):`,
    'connection re(fused|set)|connection timed out|i/o timeout|timed out|deadline exceeded|EOF|broken pipe',
    'no route|network is unreachable|temporary failure|server misbehaving|closed network connection|server closed',
  ].join('|'),
  'i',
)

/** Whether a retry can help; it can't after a refusal. */
export const isTransient = ({ stderr }: Pick<Outcome, 'stderr'>) => TRANSIENT.test(stderr) && !REFUSED.test(stderr)

/** Whether the registry refused the login, or requires one. */
export const isRefused = ({ stderr }: Pick<Outcome, 'stderr'>) => REFUSED.test(stderr)

/** Runs a command until it succeeds, fails with an error that is not transient, or reaches a limit. */
export async function runWithRetry(command: Command, limits: RetryLimits): Promise<Outcome> {
  let retries = 0
  const start = Date.now()
  for (let attempt = 1; ; attempt++) {
    const outcome = await run(command, limits.timeoutMs)
    retries += outcome.stderr.match(/\bretrying\b/g)?.length ?? 0
    const exhausted = attempt >= limits.attempts || Date.now() - start >= limits.maxElapsedMs
    if (outcome.exitCode === 0 || exhausted || !isTransient(outcome)) return { ...outcome, retries }
    retries++
    await new Promise((resolve) => setTimeout(resolve, limits.firstPauseMs * 2 ** (attempt - 1)))
  }
}

/** Runs sequences in parallel; a sequence stops at the first command that fails. */
export async function runSequences({ sequences, ...limits }: Batch): Promise<Outcome[][]> {
  const outcomes: Outcome[][] = sequences.map(() => [])
  const waiting = [...sequences.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, commands] = next
      for (const command of commands) {
        const outcome = await runWithRetry(command, limits)
        outcomes[index]?.push(outcome)
        if (outcome.exitCode !== 0) break
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return outcomes
}

/** The container's entry: reads a batch from the variable BATCH and writes its outcomes to a file. */
export async function main(outFile: string): Promise<void> {
  const batch = JSON.parse(process.env['BATCH'] ?? '') as Batch
  if (batch.login) await login(batch.login, batch.timeoutMs)
  writeFileSync(outFile, JSON.stringify(await runSequences(batch)))
}

/** Writes the login where crane and Cosign read it (DOCKER_CONFIG); contacts no registry. */
async function login({ host, username, passwordFile }: NonNullable<Batch['login']>, timeoutMs: number): Promise<void> {
  const command = ['crane', 'auth', 'login', host, '--username', username, '--password-stdin']
  const { exitCode, stderr } = await run(command, timeoutMs, readFileSync(passwordFile))
  if (exitCode !== 0) throw new Error(`crane auth login failed: ${stderr}`)
}

function run([program = '', ...args]: Command, timeoutMs: number, input?: Buffer): Promise<Omit<Outcome, 'retries'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text
      })
    }
    const timer = setTimeout(() => {
      output.stderr += `\ntimed out after ${timeoutMs / 1000} s`
      child.kill('SIGKILL')
    }, timeoutMs)
    child.on('error', reject).on('close', (code) => {
      clearTimeout(timer)
      resolve({ exitCode: code ?? 1, ...output })
    })
    child.stdin.on('error', () => undefined).end(input)
  })
}
