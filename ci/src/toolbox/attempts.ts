// Runs in the toolbox's container, by Node alone: it imports nothing but Node's own.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

/** A program and its arguments. */
export type Command = string[]

/** How a command ended, after as many attempts as it took. */
export interface Outcome {
  exitCode: number
  stdout: string
  stderr: string
  /** How often something was tried again: the command itself, or by crane inside it. */
  retries: number
}

/** What is transient is tried again, so often and after such pauses. */
export interface Limits {
  attempts: number
  /** Before the second attempt; it doubles each time. */
  firstPauseMs: number
  /** After this time nothing is tried again, however few attempts there were: an address that never answers takes long each time. */
  patienceMs: number
  /** A command that hangs is ended, and that is transient. */
  timeoutMs: number
}

/** What `runSequences` reads: sequences run side by side, the commands of one after each other until one fails. */
export interface Work extends Limits {
  sequences: Command[][]
  /** Whom to log in as, with the password on PASSWORD_FILE. */
  login?: { host: string; username: string; passwordFile: string } | undefined
}

const PARALLEL = 4
const REFUSED = /\b(401|403)\b|UNAUTHORIZED|DENIED|forbidden|authentication required/i
/** A registry that fails (429, 5xx, its own UNKNOWN), loses an upload, or is not reached. */
const TRANSIENT = new RegExp(
  [
    String.raw`status code (408|429|499|5\d\d)`,
    String.raw`\b(UNKNOWN|UNAVAILABLE|INTERNAL_SERVER_ERROR|INTERNAL_ERROR|TOOMANYREQUESTS|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID):`,
    'connection re(fused|set)|connection timed out|i/o timeout|timed out|deadline exceeded|EOF|broken pipe',
    'no route|network is unreachable|temporary failure|server misbehaving|closed network connection|server closed',
  ].join('|'),
  'i',
)

/** Whether asking again can help; a refusal is final. */
export const isTransient = ({ stderr }: Pick<Outcome, 'stderr'>) => TRANSIENT.test(stderr) && !REFUSED.test(stderr)

/** Whether the registry wants another user, or none of us. */
export const isRefused = ({ stderr }: Pick<Outcome, 'stderr'>) => REFUSED.test(stderr)

/** Runs a command until it succeeds, fails for good, or has had all its attempts. */
export async function persist(command: Command, limits: Limits): Promise<Outcome> {
  let retries = 0
  const start = Date.now()
  for (let attempt = 1; ; attempt++) {
    const outcome = await run(command, limits.timeoutMs)
    retries += outcome.stderr.match(/\bretrying\b/g)?.length ?? 0
    const exhausted = attempt >= limits.attempts || Date.now() - start >= limits.patienceMs
    if (outcome.exitCode === 0 || exhausted || !isTransient(outcome)) return { ...outcome, retries }
    retries++
    await new Promise((resolve) => setTimeout(resolve, limits.firstPauseMs * 2 ** (attempt - 1)))
  }
}

/** Runs sequences side by side; a sequence ends with its first command that fails. */
export async function runSequences({ sequences, ...limits }: Work): Promise<Outcome[][]> {
  const outcomes: Outcome[][] = sequences.map(() => [])
  const waiting = [...sequences.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, commands] = next
      for (const command of commands) {
        const outcome = await persist(command, limits)
        outcomes[index]?.push(outcome)
        if (outcome.exitCode !== 0) break
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return outcomes
}

/** What the container runs: work from the environment (WORK), outcomes to a file. */
export async function main(to: string): Promise<void> {
  const work = JSON.parse(process.env['WORK'] ?? '') as Work
  if (work.login) await login(work.login, work.timeoutMs)
  writeFileSync(to, JSON.stringify(await runSequences(work)))
}

/** Writes the login where crane and cosign look for it (DOCKER_CONFIG); no registry is asked. */
async function login({ host, username, passwordFile }: NonNullable<Work['login']>, timeoutMs: number): Promise<void> {
  const command = ['crane', 'auth', 'login', host, '--username', username, '--password-stdin']
  const { exitCode, stderr } = await run(command, timeoutMs, readFileSync(passwordFile))
  if (exitCode !== 0) throw new Error(`crane auth login failed: ${stderr}`)
}

function run([program = '', ...args]: Command, timeoutMs: number, input?: Buffer): Promise<Omit<Outcome, 'retries'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const printed = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        printed[stream] += text
      })
    }
    const timer = setTimeout(() => {
      printed.stderr += `\ntimed out after ${timeoutMs / 1000} s`
      child.kill('SIGKILL')
    }, timeoutMs)
    child.on('error', reject).on('close', (code) => {
      clearTimeout(timer)
      resolve({ exitCode: code ?? 1, ...printed })
    })
    child.stdin.on('error', () => undefined).end(input)
  })
}
