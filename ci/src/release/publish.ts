import type { Platform } from '@dagger.io/dagger'
import { baseContainer, imageDigest } from '../build/base-container.js'
import { type Made, withOrigin } from '../build/oci-annotations.js'
import { layoutOf, type PlatformLayout } from '../build/oci-layout.js'
import { targets } from '../build/platforms.js'
import { runAll, type Sources } from '../check/run.js'
import { imageName, images, SERVICE_NAMES, withVersion } from '../project/images.js'
import type { Policy } from '../scan/policy.js'
import { gate, scanImages, type Verdict } from '../scan/scan.js'
import { type GrypeReport, provenance, scanResult } from './attestations.js'
import { previousReleases } from './previous.js'
import { type Planned, release, unreleased } from './push.js'
import type { Registry } from './registry.js'
import { type Report, report } from './report.js'
import { type Claims, proof, type ReadySigner } from './sign.js'
import { type Checkout, imageTags, imageVersion } from './tags.js'

/** What images are made of, beside their sources. */
export interface PlanOptions {
  checkout: Checkout
  /** When the commit was made, in seconds since 1970. */
  seconds: number
  /** The repository's web address, where git knows one. */
  source?: string | undefined
  apiUrl: string
  nodeImage: string
  /** What the images are for; with several, each is an index of one image for each. */
  platforms: Platform[]
}

export interface PublishOptions extends PlanOptions {
  to: Registry
  policy: Policy
  /** Everything but the registry: not even a question is put to it. */
  dryRun: boolean
  /** Moves version tags that name another digest, too. */
  force: boolean
  /** Who signs; nobody, if it is left out. */
  signer?: ReadySigner | undefined
  /** Who runs this, as a URI. */
  builder: string
}

/** Images with all that they were made of. */
export interface Plan extends Made {
  ref: string
  /** The base image with its digest. */
  base: string
  apiUrl: string
  images: Planned[]
  /** Those of the platforms whose images are built and scanned, and not run by any check. */
  notRun: Platform[]
}

type ImageSources = Pick<Sources, 'backend' | 'frontend'>

/** Builds both images as a registry will have them; no registry is asked but for their base. */
export async function plan(sources: ImageSources, options: PlanOptions): Promise<Plan> {
  const { checkout, seconds, source, apiUrl, nodeImage, platforms } = options
  const made: Made = { version: imageVersion(checkout), commit: checkout.commit, seconds, source }
  const tags = imageTags(checkout)
  const all = await targets(platforms, nodeImage)
  const built = all.map(({ foreign }) => ({
    images: images(sources, nodeImage, apiUrl, foreign),
    base: baseContainer(nodeImage, foreign),
  }))
  const planned = await Promise.all(
    SERVICE_NAMES.map(async (service): Promise<Planned> => {
      const labelled = built.map(async ({ images, base }) => ({
        image: await withOrigin(withVersion(images[service], service, made), made),
        base,
      }))
      return { name: imageName(service), layout: await layoutOf(await Promise.all(labelled), seconds), tags }
    }),
  )
  const [name] = nodeImage.split('@')
  return {
    ...made,
    ref: checkout.ref,
    base: `${name}@${await imageDigest(baseContainer(nodeImage))}`,
    apiUrl,
    images: planned,
    notRun: all.flatMap(({ foreign }) => foreign ?? []),
  }
}

/**
 * Plans, checks and scans side by side; only when all of it passed are the images released.
 * A gate is whatever rejects here: what is to hold before a release belongs into the one `Promise.all`.
 */
export async function publishImages(sources: Sources, options: PublishOptions): Promise<Report> {
  const { to, policy, dryRun, force, signer, apiUrl, nodeImage } = options
  // What can be no release ends here, before anything is started.
  const version = imageVersion(options.checkout)
  const planned = plan(sources, options)
  const [platform = ''] = options.platforms
  const [made, tests, scans, previous] = await Promise.all([
    planned,
    runAll(sources, nodeImage, apiUrl),
    planned.then((made) => scanned(made, policy)),
    // Early, so that a wrong password ends the call before minutes of tests do.
    dryRun ? {} : previousReleases(SERVICE_NAMES.map(imageName), version, platform, to),
  ])
  const released = dryRun
    ? unreleased(made.images, to)
    : await release(made.images, { to, force, proof: signer && proof(signer, await claims(made, scans, options)) })
  return report(made, released, { state: dryRun ? 'dry run' : 'released', tests, scans, previous, signer })
}

/** @throws if an image did not pass */
async function scanned({ images }: Plan, policy: Policy): Promise<Verdict[]> {
  const layouts = Object.fromEntries(
    images.flatMap((image) => image.layout.platforms.map((one) => [scanName(image, one), one.directory])),
  )
  const verdicts = await scanImages(layouts, policy)
  gate(verdicts)
  return verdicts
}

/** An image has a scan for each of its platforms. */
const scanName = ({ name, layout }: Planned, { platform }: PlatformLayout) =>
  layout.platforms.length > 1 ? `${name} on ${platform}` : name

/** What is said of each image under a signature. */
async function claims(made: Plan, scans: Verdict[], options: PublishOptions): Promise<Claims[]> {
  const { commit, ref, source, base, apiUrl, images } = made
  const { policy, builder, nodeImage, platforms } = options
  const origin = provenance({ commit, ref, source, base, builder, parameters: { apiUrl, nodeImage, platforms } })
  const { failOn, onlyFixed } = policy
  return await Promise.all(
    images.map(async (image) => {
      const names = image.layout.platforms.map((one) => scanName(image, one))
      const own = scans.filter(({ name }) => names.includes(name))
      const found = own.map(
        async ({ reports }) => JSON.parse(await reports.file('grype.json').contents()) as GrypeReport,
      )
      const passed = own.every((scan) => scan.passed)
      const claim = scanResult(await Promise.all(found), { passed, failOn, onlyFixed })
      return { name: image.name, claims: [origin, claim], sboms: own.map(({ reports }) => reports.file('spdx.json')) }
    }),
  )
}
