import type { Container } from '@dagger.io/dagger'
import { digestAt, push, type Registry } from './registry.js'
import type { ImageTag } from './tags.js'

/** An image, ready to be pushed under its tags. */
export interface Planned {
  /** `todo-backend` or `todo-frontend`. */
  name: string
  image: Container
  /** The digest of its manifest, which is the one that a registry will give it. */
  digest: string
  tags: ImageTag[]
}

/** An image as the registry now has it. */
export interface Released extends Planned {
  address: string
}

/**
 * Pushes the images under all their tags and reads every tag back. Nothing is pushed if a version tag of any image already
 * names another digest.
 * @throws if a version would move, if the registry fails, or if a tag reads back as anything but the planned digest
 */
export async function release(images: Planned[], to: Registry): Promise<Released[]> {
  const released = images.map((image) => ({ ...image, address: `${to.repository}/${image.name}` }))
  await Promise.all(released.map((image) => requireUnmoved(image, to)))
  for (const image of released) await pushTags(image, to)
  await Promise.all(released.map((image) => readBack(image, to)))
  return released
}

async function requireUnmoved({ address, digest, tags }: Released, to: Registry): Promise<void> {
  const versions = tags.filter(({ immutable }) => immutable)
  const present = await Promise.all(versions.map(({ name }) => digestAt(`${address}:${name}`, to)))
  const moved = versions.findIndex((_, index) => present[index] && present[index] !== digest)
  if (moved === -1) return
  throw new Error(
    `${address}:${versions[moved]?.name} is already published as ${present[moved]}, and this build is ${digest}: a version never moves, so release a new one. Nothing was pushed.`,
  )
}

/** The first tag carries the layers, so that the others only name what is there. */
async function pushTags({ image, address, tags }: Released, to: Registry): Promise<void> {
  const [first, ...others] = tags.toReversed().map(({ name }) => `${address}:${name}`)
  if (first) await push(image, first, to)
  await Promise.all(others.map((tag) => push(image, tag, to)))
}

async function readBack({ address, digest, tags }: Released, to: Registry): Promise<void> {
  const found = await Promise.all(tags.map(({ name }) => digestAt(`${address}:${name}`, to)))
  const wrong = found.findIndex((tag) => tag !== digest)
  if (wrong === -1) return
  throw new Error(
    `${address}:${tags[wrong]?.name} reads back as ${found[wrong] ?? 'nothing'}, and ${digest} was pushed`,
  )
}
