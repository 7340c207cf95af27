import { type Container, type Directory, ImageLayerCompression } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'
import { imageName } from '../project/images.js'
import { SERVICE_NAMES, type ServiceName } from '../project/services.js'
import { TOOLBOX_IMAGE } from '../project/versions.js'
import { script, toolbox } from '../toolbox/container.js'
import type { Contents } from '../toolbox/normalise.js'

/** An image as files, exactly as a registry will have it. */
export interface Layout {
  /** Of its manifest, or of the index where it is for several platforms. */
  digest: string
  /** An OCI layout: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md */
  directory: Directory
  platforms: PlatformLayout[]
}

/** The same for one platform. */
export interface PlatformLayout extends Contents {
  directory: Directory
}

/** An image for one platform, and what it was built on, whose layers stay as they are. */
export interface Built {
  image: Container
  base: Container
}

/** An image as the engine made it, in an OCI layout. */
export function ociLayout(image: Container): Directory {
  // Otherwise whatever compression the engine last used for a layer, zstd too, which not every registry and tool can read.
  const tarball = image.asTarball({ forcedCompression: ImageLayerCompression.Gzip })
  return baseContainer(TOOLBOX_IMAGE)
    .withMountedFile('/image.tar', tarball)
    .withExec(['sh', '-c', 'mkdir /layout && tar -xf /image.tar -C /layout'])
    .directory('/layout')
}

/** The same of all images, by their names. */
export const ociLayouts = (images: Record<ServiceName, Container>): Record<string, Directory> =>
  Object.fromEntries(SERVICE_NAMES.map((service) => [imageName(service), ociLayout(images[service])]))

/**
 * An image with every time that its build left in it set to one, so that the same files are the same digest on any engine.
 * @param platforms the image for each of its platforms, in the order of the index
 * @param seconds the time since 1970: the commit's
 */
export async function layoutOf(platforms: Built[], seconds: number): Promise<Layout> {
  const layouts = await Promise.all(platforms.map((built) => platformLayout(built, seconds)))
  const [only, ...others] = layouts
  if (only && !others.length) return { digest: only.digest, directory: only.directory, platforms: layouts }
  const joined = layouts
    .reduce((box, { directory }, at) => box.withMountedDirectory(`/parts/${at}`, directory), await toolbox())
    .withExec(script('create-index', '/layout', '/digest', ...layouts.map((_, at) => `/parts/${at}`)))
  return { digest: await joined.file('/digest').contents(), directory: joined.directory('/layout'), platforms: layouts }
}

async function platformLayout({ image, base }: Built, seconds: number): Promise<PlatformLayout> {
  const normalised = (await toolbox())
    .withMountedDirectory('/base', ociLayout(base))
    .withDirectory('/layout', ociLayout(image))
    .withExec(script('normalise', '/layout', '/base', String(seconds), '/contents.json'))
  const contents = JSON.parse(await normalised.file('/contents.json').contents()) as Contents
  return { ...contents, directory: normalised.directory('/layout') }
}
