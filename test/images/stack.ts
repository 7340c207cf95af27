import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../repository/tools.js'
import { docker, startDocker, tryDocker } from './daemon.js'
import { freeNames } from './free-names.js'

const secret = () => randomBytes(32).toString('hex')

/** Secrets as someone would fill in .env.example. */
export const secrets = { POSTGRES_PASSWORD: secret(), JWT_SECRET: secret(), BETTER_AUTH_SECRET: secret() }

/** The variables of this shell come before a file's, and would change what is tested. */
export const shell = Object.fromEntries(
  [...Object.keys(secrets), 'COMPOSE_FILE', 'COMPOSE_PROFILES', 'COMPOSE_ENV_FILES'].map((name) => [name, undefined]),
)

/** An env file of these variables. */
export const envFile = (variables: Record<string, string>) =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

/** Runs Compose on the project's own file, with an env file of these variables. */
export async function tryCompose(variables: Record<string, string>, args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-env-'))
  const file = join(folder, 'env')
  writeFileSync(file, envFile(variables))
  try {
    return await tryDocker(['compose', '--env-file', file, '--file', `${root}docker-compose.yml`, ...args], shell)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Options {
  /** Where docker-compose.yml and the services are, if not here. */
  folder?: string
  /** Compose files that change it further. */
  overrides?: string[]
  /** What those read. */
  variables?: Record<string, string>
}

/** The project of docker-compose.yml under another name, with ports that are free. */
export function stack(project: string, { folder = root, overrides = [], variables = {} }: Options = {}) {
  const files = [join(folder, 'docker-compose.yml'), freeNames(project), ...overrides]
  const options = ['compose', ...files.flatMap((file) => ['--file', file]), '--project-name', project]
  const env = { ...shell, ...secrets, ...variables }
  const compose = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, all } = await tryDocker([...options, ...args], env)
    if (exitCode !== 0) throw new Error(`docker compose ${args.join(' ')} exited with ${exitCode}:\n${all}`)
    return stdout
  }
  const up = async (): Promise<void> => {
    try {
      await compose('up', '--build', '--wait', '--wait-timeout', '600')
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await compose('logs', '--no-color')}`)
    }
  }
  const urlOf = async (service: string, port: number) => `http://${await compose('port', service, String(port))}`
  const start = (...args: string[]) => startDocker([...options, ...args], env)
  return { compose, start, up, urlOf, remains: () => remains(project) }
}

/** The ids of all that Compose made for a project and that is still there. */
async function remains(project: string): Promise<string[]> {
  const filter = ['--quiet', '--filter', `label=com.docker.compose.project=${project}`]
  const found = await Promise.all([
    docker(['ps', '--all', ...filter]),
    docker(['volume', 'ls', ...filter]),
    docker(['network', 'ls', ...filter]),
  ])
  return found.flatMap((ids) => ids.split('\n').filter(Boolean))
}
