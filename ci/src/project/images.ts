import { type Container, type Directory, dag, type Platform } from '@dagger.io/dagger'
import { type Base, baseContainer } from './base-container.js'
import { withCache } from './cache-volumes.js'
import type { Healthcheck, ServiceContract } from './contract-types.js'
import { OWNER, SERVICE_NAMES, SERVICES, type ServiceName } from './services.js'
import { mapServices, type ServiceSources } from './sources.js'

// The images are made natively, not by `dockerBuild`: see docs/decisions/0001. The check `recipes` compares the Dockerfiles with them.

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

/** A service that is built, and the part of it that its image gets. */
interface Build {
  builder: Container
  /** The folder in the builder. */
  output: string
  /** The folder in the image, below `/app`. */
  target: string
}

/** How each service is built from its folder. */
const BUILDS: Record<ServiceName, (source: Directory, base: Base, apiUrl: string) => Build> = {
  backend: (source, base) => ({
    builder: withDependencies(source, base)
      .withDirectory('.', source.filter({ include: ['src', 'build.mjs', 'tsconfig.json'] }))
      .withExec(['npm', 'run', 'build']),
    output: '/app/dist',
    target: './dist',
  }),
  frontend: (source, base, apiUrl) => ({
    builder: withDependencies(source, base)
      .withDirectory('.', source.filter({ include: ['src', 'public', 'scripts', 'next.config.ts', 'tsconfig.json'] }))
      .withEnvVariable('NEXT_PUBLIC_API_URL', requireAddress(apiUrl))
      .with(withCache('next'))
      .withExec(['npm', 'run', 'build']),
    output: '/app/.next/standalone',
    target: '.',
  }),
}

function requireAddress(apiUrl: string): string {
  if (URL.canParse(apiUrl)) return apiUrl
  throw new Error(
    `--api-url "${apiUrl}" (NEXT_PUBLIC_API_URL) is not a valid address: use http(s)://HOST[:PORT], such as http://localhost:8000`,
  )
}

/** The container in which a service was built, with its dependencies, its sources and the result. */
export const builder = (service: ServiceName, source: Directory, base: Base, apiUrl: string): Container =>
  BUILDS[service](source, base, apiUrl).builder

/** The built services at the paths that a build on the host gives them: `services/backend/dist` … */
export function builtServices(sources: ServiceSources, base: Base, apiUrl: string): Directory {
  return SERVICE_NAMES.reduce((folder, service) => {
    const { builder, output } = BUILDS[service](sources[service], base, apiUrl)
    return folder.withDirectory(output.replace('/app', `services/${service}`), builder.directory(output))
  }, dag.directory())
}

/**
 * The image of a service, without a version.
 * @param apiUrl NEXT_PUBLIC_API_URL, frozen into the frontend
 * @param targetPlatform a platform that is not the engine's own: the image is built here all the same, and no program of that platform is run
 */
export function serviceImage(
  service: ServiceName,
  source: Directory,
  base: Base,
  apiUrl: string,
  targetPlatform?: Platform,
): Container {
  const { builder, output, target } = BUILDS[service](source, base, apiUrl)
  return runner(base, targetPlatform)
    .withDirectory(target, builder.directory(output), { owner: OWNER })
    .with(withServiceConfig(SERVICES[service]))
}

/** The images of all services, as `serviceImage` makes them. */
export const images = (
  sources: ServiceSources,
  base: Base,
  apiUrl: string,
  targetPlatform?: Platform,
): Record<ServiceName, Container> =>
  mapServices((service) => serviceImage(service, sources[service], base, apiUrl, targetPlatform))

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

function runner(base: Base, targetPlatform?: Platform): Container {
  if (!targetPlatform) return baseContainer(base).withWorkdir('/').withExec(['sh', '-c', PREPARE]).withWorkdir('/app')
  const image = baseContainer(base, targetPlatform)
  // From outside, by programs of this machine: its own may be another processor's.
  const prepared = baseContainer(base)
    .withMountedDirectory('/runner', image.rootfs())
    .withWorkdir('/runner')
    .withExec(['sh', '-c', PREPARE])
    .directory('.')
  return image.withRootfs(prepared).withWorkdir('/app')
}

/** Configures an image as its contract says; the same lines stand in the service's Dockerfile. */
function withServiceConfig({ variables, user, port, healthcheck, entrypoint, command }: ServiceContract) {
  return (image: Container): Container =>
    variables
      .filter(({ inImage }) => inImage)
      .reduce((set, { name, default: value = '' }) => set.withEnvVariable(name, value), image)
      .withUser(`${user.uid}:${user.gid}`)
      .with((set) => (port === undefined ? set : set.withExposedPort(port)))
      .with((set) => (healthcheck ? withHealthcheck(set, healthcheck) : set))
      .withEntrypoint(entrypoint)
      .withDefaultArgs(command)
}

const withHealthcheck = (image: Container, { command, interval, timeout, startPeriod, retries }: Healthcheck) =>
  image.withDockerHealthcheck(command, {
    interval: `${interval}s`,
    timeout: `${timeout}s`,
    startPeriod: `${startPeriod}s`,
    retries,
  })
