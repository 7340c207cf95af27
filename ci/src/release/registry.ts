import { randomUUID } from 'node:crypto'
import type { Container, Secret, Service } from '@dagger.io/dagger'
import { script, toolbox } from '../toolbox/container.js'
import { type Batch, type Command, isRefused, isTransient, type Outcome, type RetryLimits } from '../toolbox/retry.js'

/** An image repository, and the login for its registry. */
export interface Registry {
  /** `HOST[:PORT]/PATH` in lower case, for example `ghcr.io/owner/repository`. */
  repository: string
  username?: string | undefined
  password?: Secret | undefined
  /** The registry as a service of this session, where its host name can't be resolved. */
  service?: Service | undefined
}

/** In addition, crane itself tries each of its requests three times. */
const LIMITS: RetryLimits = { attempts: 6, firstPauseMs: 500, maxElapsedMs: 60_000, timeoutMs: 300_000 }
const PASSWORD_FILE = '/run/secrets/registry-password'
/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests, behind a host. */
const REPOSITORY = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/
const LOOPBACK = /^(localhost|127\.)/

/**
 * Checks the address and the login of a registry, before anything is built.
 * Converts the repository to lower case: names of GitHub repositories may have upper case, names of images may not.
 * @throws if the repository is not valid, or only one of user name and password is given
 */
export function parseRegistry(options: Registry): Registry {
  const repository = options.repository.toLowerCase()
  if (!REPOSITORY.test(repository)) {
    throw new Error(
      `--repository "${options.repository}" is not a valid image repository: use HOST/PATH without scheme or tag, such as ghcr.io/OWNER/REPO`,
    )
  }
  if (LOOPBACK.test(repository)) {
    const address = host(repository)
    const [name, port] = address.split(':')
    throw new Error(
      `--repository "${options.repository}": \`${name}\` is the engine here, not your machine. Use --registry-service=tcp://${address} and a name that ends in .localhost, such as registry.localhost${port ? `:${port}` : ''}/PATH`,
    )
  }
  if (Boolean(options.username) !== Boolean(options.password)) {
    throw new Error(
      `--${options.username ? 'password' : 'username'} is missing: give both --username and --password, or neither`,
    )
  }
  return { ...options, repository }
}

export interface CommandResults {
  /** For each sequence, the outcomes of its commands up to and including the first failure. */
  outcomes: Outcome[][]
  /** The number of retries after transient errors. */
  retries: number
}

/**
 * Runs crane and Cosign with the login of a registry: sequences in parallel, the commands of a sequence one after the other until one
 * fails. Transient errors are retried, a limited number of times; a refusal is not.
 * @param prepare mounts the files and secrets of the commands in the toolbox
 */
export async function runRegistryCommands(
  registry: Registry,
  sequences: Command[][],
  prepare: (container: Container) => Container = (container) => container,
): Promise<CommandResults> {
  const { username, password, service, repository } = registry
  const login = username ? { host: host(repository), username, passwordFile: PASSWORD_FILE } : undefined
  const batch: Batch = { ...LIMITS, login, sequences }
  const file = await prepare(await toolbox())
    .with((container) => (password ? container.withMountedSecret(PASSWORD_FILE, password) : container))
    .with((container) =>
      service ? container.withServiceBinding(host(repository).replace(/:\d+$/, ''), service) : container,
    )
    .withEnvVariable('BATCH', JSON.stringify(batch))
    // Different each time: otherwise the engine would return an earlier result from its cache.
    .withEnvVariable('RUN', randomUUID())
    .withExec(script('retry', '/outcomes.json'))
    .file('/outcomes.json')
    .contents()
  const outcomes = JSON.parse(file) as Outcome[][]
  return { outcomes, retries: outcomes.flat().reduce((total, { retries }) => total + retries, 0) }
}

/** The digests that tags point to; undefined where the registry does not have the tag. */
export async function resolveDigests(
  tags: string[],
  registry: Registry,
): Promise<{ digests: (string | undefined)[]; retries: number }> {
  const { outcomes, retries } = await runRegistryCommands(
    registry,
    tags.map((tag) => [['crane', 'digest', tag]]),
  )
  const digests = outcomes.map(([outcome]) =>
    outcome && isAbsent(outcome) ? undefined : stdoutOrThrow(outcome, registry),
  )
  return { digests, retries }
}

/** The host of a repository or of an image's address, with its port. */
export const host = (repository: string) => repository.slice(0, repository.indexOf('/'))

export const succeeded = ({ exitCode }: Outcome) => exitCode === 0

/** Whether a command failed because the registry does not have the image, tag or repository. */
export const isAbsent = ({ stderr }: Outcome) => /MANIFEST_UNKNOWN|NAME_UNKNOWN|status code 404/.test(stderr)

/** The trimmed standard output of a command. @throws if the command failed or did not run */
export function stdoutOrThrow(outcome: Outcome | undefined, registry: Registry): string {
  if (!outcome || !succeeded(outcome)) throw registryError(outcome, registry)
  return outcome.stdout.trim()
}

/** Describes a failed command in one line. */
export function registryError(outcome: Outcome | undefined, { repository, username }: Registry): Error {
  const name = `Registry ${host(repository)}`
  if (!outcome) return new Error(`${name} was not contacted, because an earlier command failed.`)
  if (isRefused(outcome)) {
    return new Error(
      username
        ? `${name} refused user ${username}: check --username and --password.`
        : `${name} requires a login: give --username and --password.`,
    )
  }
  const retries = isTransient(outcome) ? ` after ${outcome.retries} retries` : ''
  return new Error(`${name} failed${retries}: ${errorLine(outcome)}`)
}

/** crane and Cosign print `Error: …` in the last lines, after warnings. */
function errorLine({ stderr }: Outcome): string {
  const lines = stderr.trim().split('\n')
  return (lines.find((line) => /^(Error|main\.go.*error):?/i.test(line)) ?? lines.at(-1) ?? '').replace(/^Error: /, '')
}
