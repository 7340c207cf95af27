import type { Container, Directory, Platform } from '@dagger.io/dagger'
import { type Base, baseContainer } from '../build/base-container.js'
import { withCache } from './cache-volumes.js'
import type { ServiceContract, ServiceName } from './contract-types.js'
import { OWNER, SERVICES } from './services.js'

/** The images are made natively, not by `dockerBuild`: see docs/decisions/0001. The `recipes` check holds the Dockerfiles to them. */
export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[]

/** The public name of a service's image, behind the repository. */
export const imageName = (service: ServiceName) => SERVICES[service].image

const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc']
/**
 * What becomes of a base image's files: they get the group, and lose the package managers and every setuid bit (docs/decisions/0006).
 * By these means, because Alpine and Debian have different programs for it, and adduser refuses id 1000, which is there already.
 */
const PREPARE = [
  "{ grep -q '^[^:]*:[^:]*:1001:' etc/group || echo 'nodejs:x:1001:' >> etc/group; }",
  'rm -rf opt/yarn* && (cd usr/local && rm -rf lib/node_modules bin/npm bin/npx bin/yarn* bin/corepack)',
  'find . -xdev -type f \\( -perm -4000 -o -perm -2000 \\) -exec chmod ug-s {} +',
].join(' && ')

/** The dependencies of a service, from its manifests alone, so that no edit of the source installs them again. */
export function withDependencies(source: Directory, base: Base, ...options: string[]): Container {
  return installed(baseContainer(base), source, ...options)
}

/** The same on a container that has Node. */
export function installed(container: Container, source: Directory, ...options: string[]): Container {
  return container
    .withWorkdir('/app')
    .withDirectory('.', source.filter({ include: MANIFESTS }))
    .with(withCache('npm'))
    .withExec(['npm', 'ci', ...options])
}

/** The backend, built: `/app/dist` is all that its image gets. */
export function backendBuilder(source: Directory, nodeImage: Base): Container {
  return withDependencies(source, nodeImage)
    .withDirectory('.', source.filter({ include: ['src', 'build.mjs', 'tsconfig.json'] }))
    .withExec(['npm', 'run', 'build'])
}

/**
 * The frontend, built: `/app/.next/standalone` is all that its image gets.
 * @param apiUrl NEXT_PUBLIC_API_URL, frozen into the build
 */
export function frontendBuilder(source: Directory, nodeImage: Base, apiUrl: string): Container {
  if (!URL.canParse(apiUrl)) {
    throw new Error(
      `--api-url "${apiUrl}" (NEXT_PUBLIC_API_URL) is no address: use http(s)://HOST[:PORT], such as http://localhost:8000`,
    )
  }
  return withDependencies(source, nodeImage)
    .withDirectory('.', source.filter({ include: ['src', 'public', 'scripts', 'next.config.ts', 'tsconfig.json'] }))
    .withEnvVariable('NEXT_PUBLIC_API_URL', apiUrl)
    .with(withCache('next'))
    .withExec(['npm', 'run', 'build'])
}

/**
 * Both images, without a version.
 * @param foreign a platform that is not the engine's own: they are built here all the same, and no program of theirs is run for it
 */
export function images(
  sources: { backend: Directory; frontend: Directory },
  nodeImage: Base,
  apiUrl: string,
  foreign?: Platform,
): Record<ServiceName, Container> {
  return {
    backend: backendImage(sources.backend, nodeImage, foreign),
    frontend: frontendImage(sources.frontend, nodeImage, apiUrl, foreign),
  }
}

/** The backend's image without a version. */
export function backendImage(source: Directory, nodeImage: Base, foreign?: Platform): Container {
  return runner(nodeImage, foreign)
    .withDirectory('./dist', backendBuilder(source, nodeImage).directory('/app/dist'), { owner: OWNER })
    .with(serving(SERVICES.backend))
}

/** The frontend's image without a version. */
export function frontendImage(source: Directory, nodeImage: Base, apiUrl: string, foreign?: Platform): Container {
  return runner(nodeImage, foreign)
    .withDirectory('.', frontendBuilder(source, nodeImage, apiUrl).directory('/app/.next/standalone'), { owner: OWNER })
    .with(serving(SERVICES.frontend))
}

/** What sets one build of the same source apart from another. */
export interface Version {
  /** `v1.2.3`, or `git-abc1234` between releases. */
  version: string
  /** The full commit id. */
  commit: string
}

/**
 * Writes the version on an image: last, so that a new commit or tag builds nothing again.
 * Labels: https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md
 */
export function withVersion(image: Container, service: ServiceName, { version, commit }: Version): Container {
  return image
    .withEnvVariable(SERVICES[service].versionVariable, version)
    .withLabel('org.opencontainers.image.title', imageName(service))
    .withLabel('org.opencontainers.image.description', SERVICES[service].description)
    .withLabel('org.opencontainers.image.licenses', 'Apache-2.0')
    .withLabel('org.opencontainers.image.version', version)
    .withLabel('org.opencontainers.image.revision', commit)
}

/** The variables that an image sets. */
export async function environmentOf(image: Container): Promise<Record<string, string>> {
  const variables = await image.envVariables()
  const pairs = variables.map(async (variable) => await Promise.all([variable.name(), variable.value()]))
  return Object.fromEntries(await Promise.all(pairs))
}

function runner(nodeImage: Base, foreign?: Platform): Container {
  if (!foreign) return baseContainer(nodeImage).withWorkdir('/').withExec(['sh', '-c', PREPARE]).withWorkdir('/app')
  const image = baseContainer(nodeImage, foreign)
  // From outside, by programs of this machine: its own may be another processor's.
  const prepared = baseContainer(nodeImage)
    .withMountedDirectory('/runner', image.rootfs())
    .withWorkdir('/runner')
    .withExec(['sh', '-c', PREPARE])
    .directory('.')
  return image.withRootfs(prepared).withWorkdir('/app')
}

/** What a runner is told beside its files; the same lines stand in the service's Dockerfile. */
function serving({ variables, user, port, healthcheck, entrypoint, command }: ServiceContract) {
  const { interval, timeout, startPeriod, retries } = healthcheck
  return (image: Container): Container =>
    variables
      .filter(({ inImage }) => inImage)
      .reduce((set, { name, default: value = '' }) => set.withEnvVariable(name, value), image)
      .withUser(`${user.uid}:${user.gid}`)
      .withExposedPort(port)
      .withDockerHealthcheck(healthcheck.command, {
        interval: `${interval}s`,
        timeout: `${timeout}s`,
        startPeriod: `${startPeriod}s`,
        retries,
      })
      .withEntrypoint(entrypoint)
      .withDefaultArgs(command)
}
