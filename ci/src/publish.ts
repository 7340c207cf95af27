import { type Container, dag } from '@dagger.io/dagger'
import { runAll, type Sources } from './checks.js'
import type { ServiceName } from './contract/types.js'
import { imageName, images, withVersion } from './images.js'
import type { Policy } from './policy.js'
import type { Registry } from './registry.js'
import { type Planned, release } from './release.js'
import { gate, scanImages } from './scan.js'
import { releaseReport } from './tables.js'
import { type Checkout, imageTags, imageVersion } from './tags.js'

export interface PublishOptions {
  to: Registry
  checkout: Checkout
  policy: Policy
  /** Everything but the registry: not even a question is put to it. */
  dryRun: boolean
  apiUrl: string
  nodeImage: string
}

/**
 * Tests, builds and scans side by side; only when all of it passed are the images released.
 * @returns the release report, in Markdown
 */
export async function publishImages(sources: Sources, options: PublishOptions): Promise<string> {
  const { to, checkout, policy, dryRun, apiUrl, nodeImage } = options
  const tags = imageTags(checkout)
  const version = { version: imageVersion(checkout), commit: checkout.commit }
  const unversioned = images(sources, nodeImage, apiUrl)
  const services = Object.keys(unversioned) as ServiceName[]
  const plan = services.map(async (service): Promise<Planned> => {
    const image = withVersion(unversioned[service], service, version)
    return { name: imageName(service), image, tags, digest: await manifestDigest(image, nodeImage) }
  })
  const [tested, scanned, ...planned] = await Promise.all([
    runAll(sources, nodeImage, apiUrl),
    scanImages(unversioned, policy).then(gate),
    ...plan,
  ])
  const released = dryRun
    ? planned.map((image) => ({ ...image, address: `${to.repository}/${image.name}` }))
    : await release(planned, to)
  return releaseReport({ ...version, dryRun, released, tested, scanned })
}

/** The digest of an image's manifest, as a registry will have it: the index of its OCI layout names it. */
async function manifestDigest(image: Container, nodeImage: string): Promise<string> {
  const index = await dag
    .container()
    .from(nodeImage)
    .withMountedFile('/image.tar', image.asTarball())
    .withExec(['tar', '-xOf', '/image.tar', 'index.json'])
    .stdout()
  const { manifests } = JSON.parse(index) as { manifests: { digest: string }[] }
  if (manifests.length !== 1 || !manifests[0])
    throw new Error(`the image has ${manifests.length} manifests, one was expected`)
  return manifests[0].digest
}
