import { type Directory, dag } from '@dagger.io/dagger'
import type { PlatformLayout } from '../build/oci-layout.js'
import { runAll } from '../check/run.js'
import { imageName } from '../project/images.js'
import { SERVICE_NAMES } from '../project/services.js'
import { serviceSources } from '../project/sources.js'
import type { Policy } from '../scan/policy.js'
import { gate, scanImages, type Verdict } from '../scan/scan.js'
import { type GrypeReport, provenance, scanResult } from './attestations.js'
import type { PlannedImage } from './image-reference.js'
import { type Plan, type PlanOptions, planRelease } from './plan.js'
import { previousReleases } from './previous.js'
import { release, withAddresses } from './push.js'
import type { Registry } from './registry.js'
import { type Report, releaseReport } from './report.js'
import { type Attestations, createAttestor, type ReadySigner } from './sign.js'
import { imageVersion } from './tags.js'

export interface PublishOptions extends PlanOptions {
  registry: Registry
  policy: Policy
  /** Does everything except contact the registry. */
  dryRun: boolean
  /** Moves version tags that name another digest. */
  force: boolean
  /** Without one the images are not signed. */
  signer?: ReadySigner | undefined
  /** The URI of the builder. Default: the release of the engine. */
  builder?: string | undefined
}

/**
 * Plans, checks and scans in parallel, and releases the images only if all of that passed. Every gate before a release is a promise in the
 * one `Promise.all`.
 */
export async function publishImages(checkout: Directory, options: PublishOptions): Promise<Report> {
  const { registry, policy, dryRun, force, signer, apiUrl, nodeImage } = options
  // Fails before anything is started if the commit can't be released.
  const version = imageVersion(options.checkout)
  const planning = planRelease(serviceSources(checkout), options)
  const [platform = ''] = options.platforms
  const [plan, tests, scans, previous] = await Promise.all([
    planning,
    runAll(checkout, nodeImage, apiUrl),
    planning.then((plan) => scanPlanned(plan, policy)),
    // Early, so that a wrong password ends the call before minutes of tests do.
    dryRun ? {} : previousReleases(SERVICE_NAMES.map(imageName), version, platform, registry),
  ])
  const released = dryRun
    ? withAddresses(plan.images, registry)
    : await release(plan.images, {
        registry,
        force,
        attestor: signer && createAttestor(signer, await attestations(plan, scans, options)),
      })
  return releaseReport(plan, released, { state: dryRun ? 'dry run' : 'released', tests, scans, previous, signer })
}

/** @throws if an image did not pass */
async function scanPlanned({ images }: Plan, policy: Policy): Promise<Verdict[]> {
  const layouts = Object.fromEntries(
    images.flatMap((image) => image.layout.platforms.map((one) => [scanName(image, one), one.directory])),
  )
  const verdicts = await scanImages(layouts, policy)
  gate(verdicts)
  return verdicts
}

/** An image has a scan for each of its platforms. */
const scanName = ({ name, layout }: PlannedImage, { platform }: PlatformLayout) =>
  layout.platforms.length > 1 ? `${name} on ${platform}` : name

/** The attestations of each image: provenance, scan result and SBOMs. */
async function attestations(plan: Plan, scans: Verdict[], options: PublishOptions): Promise<Attestations[]> {
  const { commit, ref, source, base, apiUrl, images } = plan
  const { policy, builder, nodeImage, platforms } = options
  const parameters = { apiUrl, nodeImage, platforms }
  const engineVersion = await dag.version()
  const origin = provenance({ commit, ref, source, base, engineVersion, builder, parameters })
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
      return {
        name: image.name,
        predicates: [origin, claim],
        sboms: own.map(({ reports }) => reports.file('spdx.json')),
      }
    }),
  )
}
