import type { Layout } from '../build/oci-layout.js'
import type { Registry } from './registry.js'
import type { ImageTag } from './tags.js'

/** An image, ready to be pushed under its tags. */
export interface PlannedImage {
  /** Such as `todo-backend`. */
  name: string
  layout: Layout
  tags: ImageTag[]
}

/** An image with its address in a registry. */
export interface AddressedImage extends PlannedImage {
  /** `HOST/PATH/NAME`, without tag or digest. */
  address: string
}

/** An image with its address; contacts no registry. */
export const withAddress = (image: PlannedImage, { repository }: Pick<Registry, 'repository'>): AddressedImage => ({
  ...image,
  address: `${repository}/${image.name}`,
})

/** `HOST/PATH/NAME@sha256:…`, which always points to the same image. */
export const digestReference = ({ address, layout }: { address: string; layout: { digest: string } }) =>
  `${address}@${layout.digest}`

/** @throws if the registry returned another digest than the planned one */
export function requireDigest(address: string, digest: string | undefined, { layout }: PlannedImage): void {
  if (digest === layout.digest) return
  throw new Error(`${address} has the digest ${digest ?? '(none)'} in the registry, but ${layout.digest} was pushed`)
}
