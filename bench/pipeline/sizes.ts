import { execa } from 'execa'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import { type Figure, figure } from '../figure.js'
import type { Checkout } from './checkout.js'
import { composeBuild, composeImage, run } from './rivals.js'

/** What each image adds to its base, as `dagger call build` says it. */
export async function sizesInEngine(checkout: Checkout): Promise<Figure[]> {
  const { stdout } = await run(checkout, ['dagger', 'call', 'build'])
  return [...stdout.matchAll(/^(\S+) .* ([\d.]+) MB$/gm)].map(([, image, size]) =>
    sizeOf(`${image}: dagger call build`, Number(size)),
  )
}

/** The same of the images that Compose makes. */
export async function sizesOnDocker(checkout: Checkout): Promise<Figure[]> {
  await composeBuild(checkout)
  const base = await bytesOf(NODE_IMAGE)
  return await Promise.all(
    ['backend', 'frontend'].map(async (service) =>
      sizeOf(`todo-${service}: docker compose build`, ((await bytesOf(composeImage(service))) - base) / 1e6),
    ),
  )
}

async function bytesOf(image: string): Promise<number> {
  return Number((await execa('docker', ['image', 'inspect', '--format', '{{.Size}}', image])).stdout)
}

const sizeOf = (name: string, megabytes: number) => figure(`above its base, ${name}`, 'MB', megabytes, [megabytes])
