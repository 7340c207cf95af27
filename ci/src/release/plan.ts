import type { Platform } from '@dagger.io/dagger'
import { type SourceInfo, withOciAnnotations } from '../build/oci-annotations.js'
import { layoutOf } from '../build/oci-layout.js'
import { targets } from '../build/platforms.js'
import { baseContainer, imageDigest } from '../project/base-container.js'
import { imageName, images, withVersion } from '../project/images.js'
import { SERVICE_NAMES } from '../project/services.js'
import type { ServiceSources } from '../project/sources.js'
import type { GitInfo } from './git.js'
import type { PlannedImage } from './image-reference.js'
import { imageTags, imageVersion } from './tags.js'

/** The inputs of a release, except for the sources. */
export interface PlanOptions extends GitInfo {
  apiUrl: string
  nodeImage: string
  /** With several, each image is an index of one image for each. */
  platforms: Platform[]
}

/** The images of a release, and everything that they are built from. */
export interface Plan extends SourceInfo {
  ref: string
  /** The base image with its digest. */
  base: string
  apiUrl: string
  images: PlannedImage[]
  /** The platforms whose images are built and scanned, but run by no check. */
  notRun: Platform[]
}

/** Builds all images as a registry will have them. The only registry that it contacts is that of their base. */
export async function planRelease(sources: ServiceSources, options: PlanOptions): Promise<Plan> {
  const { checkout, commitTime, source, apiUrl, nodeImage, platforms } = options
  const sourceInfo: SourceInfo = { version: imageVersion(checkout), commit: checkout.commit, commitTime, source }
  const tags = imageTags(checkout)
  const all = await targets(platforms, nodeImage)
  const built = all.map(({ targetPlatform }) => ({
    images: images(sources, nodeImage, apiUrl, targetPlatform),
    base: baseContainer(nodeImage, targetPlatform),
  }))
  const planned = await Promise.all(
    SERVICE_NAMES.map(async (service): Promise<PlannedImage> => {
      const labelled = built.map(async ({ images, base }) => ({
        image: await withOciAnnotations(withVersion(images[service], service, sourceInfo), sourceInfo),
        base,
      }))
      return { name: imageName(service), layout: await layoutOf(await Promise.all(labelled), commitTime), tags }
    }),
  )
  const [name] = nodeImage.split('@')
  return {
    ...sourceInfo,
    ref: checkout.ref,
    base: `${name}@${await imageDigest(baseContainer(nodeImage))}`,
    apiUrl,
    images: planned,
    notRun: all.flatMap(({ targetPlatform }) => targetPlatform ?? []),
  }
}
