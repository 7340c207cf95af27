import { type Container, dag, type Platform } from '@dagger.io/dagger'

/** What a step starts from: the reference of an image, or a container made from one. */
export type Base = string | Container

/** A container of an image, for this engine's platform or another. Nothing else in the module names an image to the engine. */
export const baseContainer = (base: Base, platform?: Platform): Container =>
  typeof base === 'string' ? dag.container(platform && { platform }).from(base) : base

/** The digest of an image as its registry names it: that of the index, where an image is made for several platforms. */
export async function imageDigest(image: Container): Promise<string> {
  // Images of one digest share one name inside an engine, so that the name may be another's.
  const [, digest] = (await image.imageRef()).split('@')
  if (digest) return digest
  throw new Error('the engine named no digest of an image')
}
