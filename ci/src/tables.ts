import { type Container, dag } from '@dagger.io/dagger'
import type { ServiceName } from './contract/types.js'
import { explained } from './exec-error.js'
import { imageName } from './images.js'
import type { ImageTag } from './tags.js'
import { table } from './text-table.js'

/** Tags, one a line, with the reason for each if asked. */
export function tagTable(tags: ImageTag[], explain: boolean): string {
  return table(tags.map(({ name, reason }) => (explain ? [name, reason] : [name])))
}

/** What was built, an image a line. */
export async function imageTable(images: Record<ServiceName, Container>, nodeImage: string): Promise<string> {
  const services = Object.keys(images) as ServiceName[]
  const rows = await Promise.all(
    services.map((service) => explained(imageName(service), imageRow(imageName(service), images[service], nodeImage))),
  )
  return table([['image', 'user', 'ports', 'above its base'], ...rows])
}

async function imageRow(name: string, image: Container, nodeImage: string): Promise<string[]> {
  const [user, ports, added] = await Promise.all([image.user(), image.exposedPorts(), addedBytes(image, nodeImage)])
  const numbers = await Promise.all(ports.map((port) => port.port()))
  return [name, user, numbers.join(', '), `${(added / 1e6).toFixed(1)} MB`]
}

/** The bytes of the files that an image has beyond its base. */
async function addedBytes(image: Container, nodeImage: string): Promise<number> {
  const base = dag.container().from(nodeImage)
  const count = "find /added -type f -exec stat -c %s {} + | awk '{ bytes += $1 } END { print bytes }'"
  const bytes = await base
    .withMountedDirectory('/added', base.rootfs().diff(image.rootfs()))
    .withExec(['sh', '-c', count])
    .stdout()
  return Number(bytes)
}
