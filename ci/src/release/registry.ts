import { randomUUID } from 'node:crypto'
import type { Container, Secret, Service } from '@dagger.io/dagger'
import { type Command, isRefused, isTransient, type Limits, type Outcome, type Work } from '../toolbox/attempts.js'
import { script, toolbox } from '../toolbox/container.js'

/** Where images go, and who sends them. */
export interface Registry {
  /** `HOST[:PORT]/PATH` in lower case, for example `ghcr.io/owner/repository`. */
  repository: string
  username?: string | undefined
  password?: Secret | undefined
  /** The registry itself, where it is a service of this session and not reached by its name. */
  service?: Service | undefined
}

/** Besides, crane tries each of its requests three times itself. */
const LIMITS: Limits = { attempts: 6, firstPauseMs: 500, patienceMs: 60_000, timeoutMs: 300_000 }
const PASSWORD_FILE = '/run/secrets/registry-password'
/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests, behind a host. */
const REPOSITORY = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/
const LOOPBACK = /^(localhost|127\.)/

/**
 * A registry's address and login, checked before anything is built.
 * Upper case is folded, since the names of GitHub's repositories have it and those of images can't.
 * @throws if the repository is no legal one, or one of user name and password is missing
 */
export function registry(options: Registry): Registry {
  const repository = options.repository.toLowerCase()
  if (!REPOSITORY.test(repository)) {
    throw new Error(
      `--repository "${options.repository}" is no image repository: use HOST/PATH without scheme or tag, such as ghcr.io/OWNER/REPO`,
    )
  }
  if (LOOPBACK.test(repository)) {
    const address = host(repository)
    throw new Error(
      `--repository "${options.repository}" is this machine to you and another to the engine: use --registry-service=tcp://${address} and a name that ends in .localhost, such as registry.localhost${address.replace(/^[^:]*/, '')}/PATH`,
    )
  }
  if (Boolean(options.username) !== Boolean(options.password)) {
    throw new Error(
      `--${options.username ? 'password' : 'username'} is missing: give both --username and --password, or neither`,
    )
  }
  return { ...options, repository }
}

/** What a registry answered. */
export interface Answers {
  /** Of each sequence, the outcomes of its commands up to the first that failed. */
  outcomes: Outcome[][]
  /** How often something transient was tried again. */
  retries: number
}

/**
 * Runs crane and Cosign where they are logged in: sequences side by side, the commands of one in a row until one fails. What is
 * transient is tried again, a bounded number of times; a refusal is final.
 * @param prepare gives the toolbox what the commands read: files, keys
 */
export async function ask(
  to: Registry,
  sequences: Command[][],
  prepare: (box: Container) => Container = (box) => box,
): Promise<Answers> {
  const { username, password, service, repository } = to
  const login = username ? { host: host(repository), username, passwordFile: PASSWORD_FILE } : undefined
  const work: Work = { ...LIMITS, login, sequences }
  const answers = await prepare(await toolbox())
    .with((box) => (password ? box.withMountedSecret(PASSWORD_FILE, password) : box))
    .with((box) => (service ? box.withServiceBinding(host(repository).replace(/:\d+$/, ''), service) : box))
    .withEnvVariable('WORK', JSON.stringify(work))
    // Unlike any other question: the engine would answer one that it knows from memory.
    .withEnvVariable('ASKED', randomUUID())
    .withExec(script('attempts', '/outcomes.json'))
    .file('/outcomes.json')
    .contents()
  const outcomes = JSON.parse(answers) as Outcome[][]
  return { outcomes, retries: outcomes.flat().reduce((total, { retries }) => total + retries, 0) }
}

/** What tags name: digests, or nothing where the registry does not know the tag. */
export async function digestsAt(
  tags: string[],
  from: Registry,
): Promise<{ digests: (string | undefined)[]; retries: number }> {
  const { outcomes, retries } = await ask(
    from,
    tags.map((tag) => [['crane', 'digest', tag]]),
  )
  const digests = outcomes.map(([outcome]) => (outcome && isAbsent(outcome) ? undefined : printed(outcome, from)))
  return { digests, retries }
}

/** The host of a repository or of an image's address, with its port. */
export const host = (repository: string) => repository.slice(0, repository.indexOf('/'))

export const succeeded = ({ exitCode }: Outcome) => exitCode === 0

/** Whether the registry knows nothing under that name. */
export const isAbsent = ({ stderr }: Outcome) => /MANIFEST_UNKNOWN|NAME_UNKNOWN|status code 404/.test(stderr)

/** What a command printed, without the newline. */
export function printed(outcome: Outcome | undefined, to: Registry): string {
  if (!outcome || !succeeded(outcome)) throw failure(outcome, to)
  return outcome.stdout.trim()
}

/** What one has to know of a command that failed, in one line. */
export function failure(outcome: Outcome | undefined, { repository, username }: Registry): Error {
  const name = `Registry ${host(repository)}`
  if (!outcome) return new Error(`${name} was not asked, because what comes before failed.`)
  if (isRefused(outcome)) {
    const refused = username
      ? `user ${username}: check --username and --password`
      : 'to be used without a login: give --username and --password'
    return new Error(`${name} refused ${refused}.`)
  }
  const again = isTransient(outcome) ? `, tried again ${outcome.retries} times` : ''
  return new Error(`${name} failed${again}: ${reason(outcome)}`)
}

/** crane and Cosign say `Error: …` in the last lines, behind warnings. */
function reason({ stderr }: Outcome): string {
  const lines = stderr.trim().split('\n')
  return (lines.find((line) => /^(Error|main\.go.*error):?/i.test(line)) ?? lines.at(-1) ?? '').replace(/^Error: /, '')
}
