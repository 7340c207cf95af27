import { type Container, type Directory, dag } from '@dagger.io/dagger'

/** The images are made natively, not by `dockerBuild`: see docs/decisions/0001. The `recipes` check holds the Dockerfiles to them. */
export type ServiceName = 'backend' | 'frontend'

/** The public name of a service's image, behind the repository. */
export const imageName = (service: ServiceName) => `todo-${service}`

/** User and group by number: the node images know 1000 only. */
const OWNER = '1000:1001'
const HEALTHCHECK = { interval: '30s', timeout: '3s', startPeriod: '40s', retries: 3 }
const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc']
/** Alpine and Debian have different programs for it, and adduser refuses id 1000, which is there already. */
const ADD_GROUP = "grep -q '^[^:]*:[^:]*:1001:' /etc/group || echo 'nodejs:x:1001:' >> /etc/group"

/** The dependencies of a service, from its manifests alone, so that no edit of the source installs them again. */
export function withDependencies(source: Directory, nodeImage: string, ...options: string[]): Container {
  return installed(dag.container().from(nodeImage), source, ...options)
}

/** The same on a container that has Node. */
export function installed(base: Container, source: Directory, ...options: string[]): Container {
  return base
    .withWorkdir('/app')
    .withDirectory('.', source.filter({ include: MANIFESTS }))
    .withMountedCache('/root/.npm', dag.cacheVolume('npm'))
    .withExec(['npm', 'ci', ...options])
}

/** The backend, built: `/app/dist` is all that its image gets. */
export function backendBuilder(source: Directory, nodeImage: string): Container {
  return withDependencies(source, nodeImage)
    .withDirectory('.', source.filter({ include: ['src', 'build.mjs', 'tsconfig.json'] }))
    .withExec(['npm', 'run', 'build'])
}

/**
 * The frontend, built: `/app/.next/standalone` is all that its image gets.
 * @param apiUrl NEXT_PUBLIC_API_URL, frozen into the build
 */
export function frontendBuilder(source: Directory, nodeImage: string, apiUrl: string): Container {
  if (!URL.canParse(apiUrl)) {
    throw new Error(
      `--api-url "${apiUrl}" (NEXT_PUBLIC_API_URL) is no address: use http(s)://HOST[:PORT], such as http://localhost:8000`,
    )
  }
  return withDependencies(source, nodeImage)
    .withDirectory('.', source.filter({ include: ['src', 'public', 'scripts', 'next.config.ts', 'tsconfig.json'] }))
    .withEnvVariable('NEXT_PUBLIC_API_URL', apiUrl)
    .withMountedCache('/app/.next/cache', dag.cacheVolume('next'))
    .withExec(['npm', 'run', 'build'])
}

/** Both images, without a version. */
export function images(
  sources: { backend: Directory; frontend: Directory },
  nodeImage: string,
  apiUrl: string,
): Record<ServiceName, Container> {
  return {
    backend: backendImage(sources.backend, nodeImage),
    frontend: frontendImage(sources.frontend, nodeImage, apiUrl),
  }
}

/** The backend's image without a version. */
export function backendImage(source: Directory, nodeImage: string): Container {
  return runner(nodeImage)
    .withDirectory('./dist', backendBuilder(source, nodeImage).directory('/app/dist'), { owner: OWNER })
    .withEnvVariable('HOST', '0.0.0.0')
    .with(serving(8000, '/livez', ['node', 'dist/server.js']))
}

/** The frontend's image without a version. */
export function frontendImage(source: Directory, nodeImage: string, apiUrl: string): Container {
  return runner(nodeImage)
    .withDirectory('.', frontendBuilder(source, nodeImage, apiUrl).directory('/app/.next/standalone'), { owner: OWNER })
    .withEnvVariable('HOSTNAME', '0.0.0.0')
    .with(serving(3000, '/api/health/live', ['node', 'server.js']))
}

/** What sets one build of the same source apart from another. */
export interface Version {
  /** `v1.2.3`, or `git-abc1234` between releases. */
  version: string
  /** The full commit id. */
  commit: string
}

const DESCRIPTIONS: Record<ServiceName, string> = {
  backend: 'REST API of the Todo Chatbot',
  frontend: 'Web interface of the Todo Chatbot',
}
const VERSION_VARIABLES: Record<ServiceName, string> = { backend: 'APP_VERSION', frontend: 'NEXT_PUBLIC_APP_VERSION' }

/**
 * Writes the version on an image: last, so that a new commit or tag builds nothing again.
 * Labels: https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md
 */
export function withVersion(image: Container, service: ServiceName, { version, commit }: Version): Container {
  return image
    .withEnvVariable(VERSION_VARIABLES[service], version)
    .withLabel('org.opencontainers.image.title', imageName(service))
    .withLabel('org.opencontainers.image.description', DESCRIPTIONS[service])
    .withLabel('org.opencontainers.image.licenses', 'Apache-2.0')
    .withLabel('org.opencontainers.image.version', version)
    .withLabel('org.opencontainers.image.revision', commit)
}

function runner(nodeImage: string): Container {
  return dag.container().from(nodeImage).withWorkdir('/app').withExec(['sh', '-c', ADD_GROUP])
}

/** What a runner is told beside its files; the same lines stand in the service's Dockerfile. */
function serving(port: number, live: string, command: string[]) {
  const address = `\`http://127.0.0.1:\${process.env.PORT}${live}\``
  const probe = `fetch(${address}).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`
  return (image: Container): Container =>
    image
      .withEnvVariable('NODE_ENV', 'production')
      .withEnvVariable('PORT', String(port))
      .withUser(OWNER)
      .withExposedPort(port)
      .withDockerHealthcheck(['node', '-e', probe], HEALTHCHECK)
      .withDefaultArgs(command)
}
