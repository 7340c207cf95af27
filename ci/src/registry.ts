import { randomUUID } from 'node:crypto'
import { type Container, dag, type Secret, type Service } from '@dagger.io/dagger'

/** Where images go, and who sends them. */
export interface Registry {
  /** `HOST[:PORT]/PATH` in lower case, for example `ghcr.io/owner/repository`. */
  repository: string
  username?: string | undefined
  password?: Secret | undefined
  /** The registry itself, where it is a service of this session and not reached by its name. */
  service?: Service | undefined
}

const ATTEMPTS = 4
const FIRST_PAUSE_MS = 1_000
/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests, behind a host. */
const REPOSITORY = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/

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
  if (Boolean(options.username) !== Boolean(options.password)) {
    throw new Error(
      `--${options.username ? 'password' : 'username'} is missing: give both --username and --password, or neither`,
    )
  }
  return { ...options, repository }
}

/** Pushes an image to one address and returns the digest that the registry was given. */
export async function push(image: Container, address: string, to: Registry): Promise<string> {
  return await talk(to, async () => digestIn(await signedIn(image, to).publish(address, withService(to))))
}

/** The digest that a registry has for an address at this moment, or undefined if it has none. */
export async function digestAt(address: string, to: Registry): Promise<string | undefined> {
  // Unlike any other look: the engine would answer one that it knows from memory, for as long as the session lasts.
  const look = signedIn(dag.container().withLabel('look', randomUUID()), to)
  try {
    return await talk(to, async () => digestIn(await look.from(address, withService(to)).imageRef()))
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

const signedIn = (image: Container, { repository, username, password }: Registry) =>
  username && password ? image.withRegistryAuth(host(repository), username, password) : image

const withService = ({ service }: Registry) => (service ? { registryService: service } : {})

const host = (repository: string) => repository.slice(0, repository.indexOf('/'))

function digestIn(reference: string): string {
  const [, digest] = /@(sha256:[0-9a-f]{64})$/.exec(reference) ?? []
  if (!digest) throw new Error(`the registry named no digest: ${reference}`)
  return digest
}

/** Asks again, a bounded number of times, when the registry or the way to it failed; a refusal is final. */
async function talk<Answer>(to: Registry, ask: () => Promise<Answer>, attempt = 1): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (attempt >= ATTEMPTS || !isTransient(error)) throw explained(error, to, attempt)
    await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)))
    return await talk(to, ask, attempt + 1)
  }
}

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))
const isRefused = (error: unknown) =>
  /\b(401|403)\b|unauthorized|forbidden|denied|authorization failed/i.test(text(error))
const isAbsent = (error: unknown) =>
  /\b404\b|not found|manifest unknown|name unknown/i.test(text(error)) && !isRefused(error)
const isTransient = (error: unknown) =>
  /\b(429|5\d\d)\b|connection re(fused|set)|timeout|timed out|\bEOF\b|broken pipe|no route|temporar/i.test(
    text(error),
  ) && !isRefused(error)

function explained(error: unknown, { repository, username }: Registry, attempts: number): Error {
  if (isAbsent(error)) return error instanceof Error ? error : new Error(text(error))
  const name = host(repository)
  const wrong = isRefused(error)
    ? `Registry ${name} refused ${username ? `user ${username}: check --username and --password` : 'to be used without a login: give --username and --password'}`
    : `Registry ${name} failed, asked ${attempts} ${attempts === 1 ? 'time' : 'times'}: check that it is up and that --repository names it`
  return new Error(`${wrong}.\n${text(error)}`, { cause: error })
}
