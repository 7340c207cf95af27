import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { PLAIN } from '../../ci/host/run-step.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

/** Runs a command at the root of the project and returns its exit code with all it printed. */
export async function run(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const options = { cwd: root, all: true, reject: false, stdin: 'ignore', env: { ...PLAIN, ...env } } as const
  const { exitCode, all } = await execa(command, args, options)
  return { exitCode, output: all }
}

/** Whether a program is on PATH, by a question that it answers with exit code 0. */
export async function isInstalled(program: string, ...question: string[]): Promise<boolean> {
  const args = question.length > 0 ? question : ['--version']
  return !(await execa(program, args, { reject: false, stdin: 'ignore' })).failed
}

/** The files that git tracks, or would after `git add`, as paths from the root of the project. */
export async function projectFiles(): Promise<string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const { stdout } = await execa('git', args, { cwd: root })
  return stdout.split('\n').filter((path) => statSync(root + path, { throwIfNoEntry: false })?.isFile())
}

/**
 * A program or package with its version as CI installs it: `…/actionlint@v1.2.3`.
 * @throws if CI does not install it
 */
export function installed(name: string): string {
  const [found] = new RegExp(`\\S*\\b${name}(/v\\d+@v|@v|==)\\d\\S*`).exec(read('.ci/run')) ?? []
  if (found === undefined) throw new Error(`.ci/run does not install ${name}`)
  return found
}
