import { type Container, dag, type File, type Platform } from '@dagger.io/dagger'
import { formatPins, IMAGES, pinned } from './image-pins.js'
import { TOOLBOX_IMAGE } from './versions.js'

/** What a step starts from: the reference of an image, or a container made from one. */
export type Base = string | Container

/**
 * A container of an image, for this engine's platform or another: by the digest that is pinned for it, if there is one. Nothing else
 * in the module names an image to the engine.
 */
export const baseContainer = (base: Base, platform?: Platform): Container =>
  typeof base === 'string' ? byReference(pinned(base), platform) : base

const byReference = (reference: string, platform?: Platform): Container =>
  dag.container(platform && { platform }).from(reference)

/** The toolbox's image with packages of Debian. They are installed once for each engine: the layer stays in the cache until the image moves. */
export const debianWith = (...packages: string[]): Container =>
  baseContainer(TOOLBOX_IMAGE).withExec([
    'sh',
    '-c',
    `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(' ')}`,
  ])

/** The digest of an image as its registry names it: that of the index, where an image is made for several platforms. */
export async function imageDigest(image: Container): Promise<string> {
  // Images of one digest share one name inside an engine, so that the name may be another's.
  const [, digest] = (await image.imageRef()).split('@')
  if (digest) return digest
  throw new Error('the engine named no digest of an image')
}

/** A file of pins: what each tag of versions.ts names today, whatever is pinned. */
export async function currentPins(): Promise<File> {
  const digests = await Promise.all(
    IMAGES.map(async (image) => [image, await imageDigest(byReference(image))] as const),
  )
  const name = 'image-pins.json'
  return dag
    .directory()
    .withNewFile(name, formatPins(new Map(digests)))
    .file(name)
}

/**
 * Has the engine look up what a value is made from before it is returned, so that an image that is gone fails the function, and not
 * whoever uses what it returned.
 */
export async function resolved<Value extends { id(): Promise<unknown> }>(value: Value): Promise<Value> {
  await value.id()
  return value
}
