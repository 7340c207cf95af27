import { randomBytes } from 'node:crypto'
import { execa } from 'execa'
import { describe } from 'vitest'
import { leftOut } from '../left-out.js'

/** Before all names of what this run makes: it collides with nothing and can be found again. */
export const ours = `todo-test-${randomBytes(4).toString('hex')}`

interface Outcome {
  exitCode: number | undefined
  stdout: string
  /** Standard output and standard error as they came. */
  all: string
}

/** Runs docker, whatever comes of it. */
export async function tryDocker(args: string[], env: Record<string, string | undefined> = {}): Promise<Outcome> {
  const { exitCode, stdout, all, shortMessage } = await execa('docker', args, {
    all: true,
    reject: false,
    stdin: 'ignore',
    env: { DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain', ...env },
  })
  return { exitCode, stdout, all: exitCode === undefined ? `${shortMessage}\n${all}` : all }
}

/**
 * Runs docker and returns its standard output.
 * @throws Error with all that it printed, if it fails
 */
export async function docker(args: string[], env: Record<string, string | undefined> = {}): Promise<string> {
  const { exitCode, stdout, all } = await tryDocker(args, env)
  if (exitCode !== 0) throw new Error(`docker ${args.join(' ')} exited with ${exitCode}:\n${all}`)
  return stdout
}

/**
 * Starts what ends only when it is stopped, such as `docker compose logs -f`.
 * docker passes no signal on to Compose, so that both get a process group of their own.
 */
export function startDocker(args: string[], env: Record<string, string | undefined>) {
  let output = ''
  const running = execa('docker', args, { env, all: true, reject: false, stdin: 'ignore', detached: true })
  running.all.on('data', (text) => {
    output += text
  })
  const stop = async () => {
    if (running.pid !== undefined && running.exitCode === null) process.kill(-running.pid, 'SIGINT')
    await running
  }
  return { output: () => output, stop }
}

const lines = (text: string) => text.split('\n').filter(Boolean)

/** Removes the containers and images of this run. */
export async function removeOurs(): Promise<void> {
  const containers = lines(await docker(['ps', '--all', '--quiet', '--filter', `name=${ours}`]))
  if (containers.length > 0) await docker(['rm', '--force', '--volumes', ...containers])
  const images = lines(await docker(['images', '--format', '{{.Repository}}:{{.Tag}}', `${ours}*`]))
  if (images.length > 0) await docker(['rmi', '--force', ...images])
}

/** Describes what needs a Docker daemon. */
export function describeOnDocker(name: string, tests: () => void): void {
  describeUnless(withoutDocker, name, tests)
}

/** Describes what needs Compose v2 besides. */
export function describeOnCompose(name: string, tests: () => void): void {
  describeUnless(withoutCompose, name, tests)
}

/** Describes what can be tried only where there is no reason against it; with one it is left out, and one line says why. */
export function describeUnless(reason: string | undefined, name: string, tests: () => void): void {
  if (reason !== undefined) leftOut(name, reason)
  describe.runIf(reason === undefined)(name, tests)
}

/** Why Docker can't be tried here, if so. */
export const withoutDocker = await whyNot(['version', '--format', '{{.Server.Version}}'], 'no Docker daemon answers')
/** Why Compose can't be tried here, if so. */
export const withoutCompose =
  withoutDocker ?? (await whyNot(['compose', 'version', '--short'], 'docker has no Compose v2', /^v?([2-9]|\d\d)\./))

/** Why a question to docker gets no answer within 3 s, or nothing if it does. */
async function whyNot(question: string[], reason: string, expected = /^\d/): Promise<string | undefined> {
  const { failed, timedOut, code, stdout, stderr } = await execa('docker', question, {
    reject: false,
    stdin: 'ignore',
    timeout: 3_000,
  })
  if (!failed && expected.test(stdout)) return undefined
  if (timedOut) return `${reason} within 3 s`
  return `${reason} (${code === 'ENOENT' ? 'docker is not on PATH' : lines(`${stderr}\n${stdout}`)[0]})`
}
