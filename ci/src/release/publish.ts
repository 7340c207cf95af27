import type { Directory } from '@dagger.io/dagger'
import type { PlatformLayout } from '../build/oci-layout.js'
import { runAll } from '../check/run.js'
import { imageName } from '../project/images.js'
import { SERVICE_NAMES } from '../project/services.js'
import { serviceSources } from '../project/sources.js'
import type { Policy } from '../scan/policy.js'
import { gate, scanImages, type Verdict } from '../scan/scan.js'
import { type GrypeReport, provenance, scanResult } from './attestations.js'
import { type Plan, type PlanOptions, planRelease } from './plan.js'
import { previousReleases } from './previous.js'
import { type Planned, release, unreleased } from './push.js'
import type { Registry } from './registry.js'
import { type Report, report } from './report.js'
import { type Claims, proof, type ReadySigner } from './sign.js'
import { imageVersion } from './tags.js'

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

/**
 * Plans, checks and scans side by side; only when all of it passed are the images released.
 * A gate is whatever rejects here: what is to hold before a release belongs into the one `Promise.all`.
 */
export async function publishImages(checkout: Directory, options: PublishOptions): Promise<Report> {
  const { to, policy, dryRun, force, signer, apiUrl, nodeImage } = options
  // What can be no release ends here, before anything is started.
  const version = imageVersion(options.checkout)
  const planned = planRelease(serviceSources(checkout), options)
  const [platform = ''] = options.platforms
  const [made, tests, scans, previous] = await Promise.all([
    planned,
    runAll(checkout, nodeImage, apiUrl),
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
