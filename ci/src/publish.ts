import { dag } from '@dagger.io/dagger'
import { runAll, type Sources } from './checks.js'
import { imageName, images, SERVICE_NAMES, withVersion } from './images.js'
import { layoutOf } from './layout.js'
import { type Made, withOrigin } from './origin.js'
import type { Policy } from './policy.js'
import { previousReleases } from './previous.js'
import { type GrypeReport, provenance, scanResult } from './proof.js'
import type { Registry } from './registry.js'
import { type Planned, release, unreleased } from './release.js'
import { type Report, report } from './report.js'
import { gate, scanImages, type Verdict } from './scan.js'
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
}

type ImageSources = Pick<Sources, 'backend' | 'frontend'>

/** Builds both images as a registry will have them; no registry is asked but for their base. */
export async function plan(sources: ImageSources, options: PlanOptions): Promise<Plan> {
  const { checkout, seconds, source, apiUrl, nodeImage } = options
  const made: Made = { version: imageVersion(checkout), commit: checkout.commit, seconds, source }
  const tags = imageTags(checkout)
  const base = dag.container().from(nodeImage)
  const built = images(sources, nodeImage, apiUrl)
  const planned = await Promise.all(
    SERVICE_NAMES.map(async (service): Promise<Planned> => {
      const image = await withOrigin(withVersion(built[service], service, made), made)
      return { name: imageName(service), layout: await layoutOf(image, base, seconds), tags }
    }),
  )
  // By the name that was asked for: images of one digest share one name inside an engine.
  const [, digest = ''] = (await base.imageRef()).split('@')
  return { ...made, ref: checkout.ref, base: `${nodeImage}@${digest}`, apiUrl, images: planned }
}

/**
 * Plans, checks and scans side by side; only when all of it passed are the images released.
 * A gate is whatever rejects here: what is to hold before a release belongs into the one `Promise.all`.
 */
export async function publishImages(sources: Sources, options: PublishOptions): Promise<Report> {
  const { to, policy, dryRun, force, signer, apiUrl, nodeImage } = options
  const planned = plan(sources, options)
  const [made, tests, scans, previous] = await Promise.all([
    planned,
    runAll(sources, nodeImage, apiUrl),
    planned.then((made) => scanned(made, policy)),
    // Early, so that a wrong password ends the call before minutes of tests do.
    dryRun ? {} : previousReleases(SERVICE_NAMES.map(imageName), imageVersion(options.checkout), to),
  ])
  const released = dryRun
    ? unreleased(made.images, to)
    : await release(made.images, { to, force, proof: signer && proof(signer, await claims(made, scans, options)) })
  return report(made, released, { state: dryRun ? 'dry run' : 'released', tests, scans, previous, signer })
}

/** @throws if an image did not pass */
async function scanned({ images }: Plan, policy: Policy): Promise<Verdict[]> {
  const layouts = Object.fromEntries(images.map(({ name, layout }) => [name, layout.directory]))
  const verdicts = await scanImages(layouts, policy)
  gate(verdicts)
  return verdicts
}

/** What is said of each image under a signature. */
async function claims(made: Plan, scans: Verdict[], { policy, builder, nodeImage }: PublishOptions): Promise<Claims[]> {
  const { commit, ref, source, base, apiUrl } = made
  const origin = provenance({ commit, ref, source, base, builder, parameters: { apiUrl, nodeImage } })
  const { failOn, onlyFixed } = policy
  return await Promise.all(
    scans.map(async ({ name, passed, reports }) => {
      const found = JSON.parse(await reports.file('grype.json').contents()) as GrypeReport
      const claim = scanResult(found, { passed, failOn, onlyFixed })
      return { name, claims: [origin, claim], sbom: reports.file('spdx.json') }
    }),
  )
}
