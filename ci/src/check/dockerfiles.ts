import type { Container, Directory } from '@dagger.io/dagger'
import { buildArguments } from '../project/build-arguments.js'
import { pinned } from '../project/image-pins.js'
import { environmentOf, imageName, images, withVersion } from '../project/images.js'
import { SERVICE_NAMES, SERVICES, type ServiceName } from '../project/services.js'
import type { ServiceSources } from '../project/sources.js'

/** Any values do, as long as both recipes put them in the same places. */
const SAMPLE = { version: 'v0.0.0-recipes', commit: '0'.repeat(40) }
const LISTED = ['/app', '/etc/group']

/**
 * Builds all images by this module and by their Dockerfiles, and compares configuration and files.
 * @throws with every difference, if there is one
 */
export async function compareRecipes(sources: ServiceSources, nodeImage: string, apiUrl: string): Promise<void> {
  const native = images(sources, nodeImage, apiUrl)
  const differences = await Promise.all(
    SERVICE_NAMES.map(async (service) => {
      const [ours, docker] = await Promise.all([
        description(withVersion(native[service], service, SAMPLE)),
        description(fromDockerfile(service, sources[service], nodeImage, apiUrl)),
      ])
      return [
        ...ours
          .filter((line) => !docker.includes(line))
          .map((line) => `${imageName(service)}: only in ci/src/project/images.ts: ${line}`),
        ...docker
          .filter((line) => !ours.includes(line))
          .map((line) => `${imageName(service)}: only in its Dockerfile: ${line}`),
      ]
    }),
  )
  if (differences.flat().length) throw new Error(`The recipes differ.\n${differences.flat().join('\n')}`)
}

function fromDockerfile(service: ServiceName, source: Directory, nodeImage: string, apiUrl: string): Container {
  const buildArgs = { NODE_IMAGE: pinned(nodeImage), ...buildArguments(SERVICES[service], SAMPLE, apiUrl) }
  return source.dockerBuild({ buildArgs: Object.entries(buildArgs).map(([name, value]) => ({ name, value })) })
}

/** An image in lines: its configuration, and each file with kind, mode, owner and content. */
async function description(image: Container): Promise<string[]> {
  const list = `find ${LISTED.join(' ')} -exec stat -c '%F %a %u:%g %n' {} + && find ${LISTED.join(' ')} -type f -exec sha256sum {} +`
  const [configured, files] = await Promise.all([
    configuration(image),
    // To a file: a thousand lines would drown the call's own output.
    image.withUser('0').withExec(['sh', '-c', list], { redirectStdout: '/tmp/files' }).file('/tmp/files').contents(),
  ])
  return [...configured, ...files.trim().split('\n')]
}

async function configuration(image: Container): Promise<string[]> {
  const health = image.dockerHealthcheck()
  const [user, folder, entrypoint, command, ports, variables, labels, ...probe] = await Promise.all([
    image.user(),
    image.workdir(),
    image.entrypoint(),
    image.defaultArgs(),
    image.exposedPorts(),
    environmentOf(image),
    image.labels(),
    health.args(),
    health.shell(),
    health.interval(),
    health.timeout(),
    health.startPeriod(),
    health.retries(),
  ])
  return [
    `user ${user}`,
    `folder ${folder}`,
    `entrypoint ${JSON.stringify(entrypoint)}`,
    `command ${JSON.stringify(command)}`,
    `healthcheck ${JSON.stringify(probe)}`,
    ...(await Promise.all(ports.map(async (port) => `port ${await port.port()}`))),
    ...Object.entries(variables).map(([name, value]) => `variable ${name}=${value}`),
    ...(await Promise.all(labels.map(async (label) => `label ${await label.name()}=${await label.value()}`))),
  ]
}
