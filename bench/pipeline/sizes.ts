import { execa } from 'execa'
import { ALL_SERVICES } from '../../ci/src/project/services.js'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import { type Figure, figure } from '../figure.js'
import type { Checkout } from './checkout.js'
import { composeBuild, composeImage, runCommand } from './contenders.js'

/** How much each image adds to its base, according to `dagger call build`. */
export async function measureEngineSizes(checkout: Checkout): Promise<Figure[]> {
  const { stdout } = await runCommand(checkout, ['dagger', 'call', 'build'])
  return [...stdout.matchAll(/^(\S+) .* ([\d.]+) MB$/gm)].map(([, image, size]) =>
    sizeFigure(`${image}: dagger call build`, Number(size)),
  )
}

/** How much each image of Compose adds to its base. */
export async function measureDockerSizes(checkout: Checkout): Promise<Figure[]> {
  await composeBuild(checkout)
  const base = await imageBytes(NODE_IMAGE)
  return await Promise.all(
    ALL_SERVICES.map(async ({ name, image }) =>
      sizeFigure(`${image}: docker compose build`, ((await imageBytes(composeImage(name))) - base) / 1e6),
    ),
  )
}

async function imageBytes(image: string): Promise<number> {
  return Number((await execa('docker', ['image', 'inspect', '--format', '{{.Size}}', image])).stdout)
}

const sizeFigure = (name: string, megabytes: number) => figure(`above its base, ${name}`, 'MB', megabytes, [megabytes])
