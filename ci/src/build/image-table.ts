import type { Container, Platform } from '@dagger.io/dagger'
import { withCommandOutput } from '../lib/exec-error.js'
import { formatMegabytes } from '../lib/megabytes.js'
import { table } from '../lib/text-table.js'
import { baseContainer } from '../project/base-container.js'
import { imageName } from '../project/images.js'
import type { ServiceName } from '../project/services.js'

/** The images that were built, one of each platform a line. */
export async function imageTable(
  images: { platform: Platform; images: Record<ServiceName, Container> }[],
  nodeImage: string,
): Promise<string> {
  const rows = images.flatMap(({ platform, images }) =>
    Object.entries(images).map(([service, image]) => {
      const name = imageName(service as ServiceName)
      return withCommandOutput(`${name} for ${platform}`, imageRow(name, image, platform, nodeImage))
    }),
  )
  return table([['image', 'platform', 'user', 'ports', 'above its base'], ...(await Promise.all(rows))])
}

async function imageRow(name: string, image: Container, platform: Platform, nodeImage: string): Promise<string[]> {
  const [user, ports, added] = await Promise.all([image.user(), image.exposedPorts(), addedBytes(image, nodeImage)])
  const numbers = await Promise.all(ports.map((port) => port.port()))
  return [name, platform, user, numbers.join(', '), formatMegabytes(added)]
}

/**
 * The bytes of an image's working directory, which holds all files that the image adds to its base. Files of the base with another mode are
 * not counted, since finding them means to compare two root file systems, which takes seconds.
 */
async function addedBytes(image: Container, nodeImage: string): Promise<number> {
  const count = "find /added -type f -exec stat -c %s {} + | awk '{ bytes += $1 } END { print bytes }'"
  const bytes = await baseContainer(nodeImage)
    .withMountedDirectory('/added', image.directory('.'))
    .withExec(['sh', '-c', count])
    .stdout()
  return Number(bytes)
}
