import type { Platform } from '@dagger.io/dagger'
import { type SourceInfo, withOrigin } from '../build/oci-annotations.js'
import { layoutOf } from '../build/oci-layout.js'
import { targets } from '../build/platforms.js'
import { baseContainer, imageDigest } from '../project/base-container.js'
import { imageName, images, withVersion } from '../project/images.js'
import { SERVICE_NAMES } from '../project/services.js'
import type { ServiceSources } from '../project/sources.js'
import type { PlannedImage } from './image-reference.js'
import { type Checkout, imageTags, imageVersion } from './tags.js'

/** What images are made of, beside their sources. */
export interface PlanOptions {
  checkout: Checkout
  /** When the commit was made, in seconds since 1970. */
  commitTime: number
  /** The repository's web address, where git knows one. */
  source?: string | undefined
  apiUrl: string
  nodeImage: string
  /** What the images are for; with several, each is an index of one image for each. */
  platforms: Platform[]
}

/** Images with all that they were made of. */
export interface Plan extends SourceInfo {
  ref: string
  /** The base image with its digest. */
  base: string
  apiUrl: string
  images: PlannedImage[]
  /** Those of the platforms whose images are built and scanned, and not run by any check. */
  notRun: Platform[]
}

/** Builds all images as a registry will have them. The only registry that it contacts is that of their base. */
export async function planRelease(sources: ServiceSources, options: PlanOptions): Promise<Plan> {
  const { checkout, commitTime, source, apiUrl, nodeImage, platforms } = options
  const made: SourceInfo = { version: imageVersion(checkout), commit: checkout.commit, commitTime, source }
  const tags = imageTags(checkout)
  const all = await targets(platforms, nodeImage)
  const built = all.map(({ targetPlatform }) => ({
    images: images(sources, nodeImage, apiUrl, targetPlatform),
    base: baseContainer(nodeImage, targetPlatform),
  }))
  const planned = await Promise.all(
    SERVICE_NAMES.map(async (service): Promise<PlannedImage> => {
      const labelled = built.map(async ({ images, base }) => ({
        image: await withOrigin(withVersion(images[service], service, made), made),
        base,
      }))
      return { name: imageName(service), layout: await layoutOf(await Promise.all(labelled), commitTime), tags }
    }),
  )
  const [name] = nodeImage.split('@')
  return {
    ...made,
    ref: checkout.ref,
    base: `${name}@${await imageDigest(baseContainer(nodeImage))}`,
    apiUrl,
    images: planned,
    notRun: all.flatMap(({ targetPlatform }) => targetPlatform ?? []),
  }
}
