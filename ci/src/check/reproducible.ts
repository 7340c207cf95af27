import { randomUUID } from 'node:crypto'
import { layoutOf } from '../build/oci-layout.js'
import { baseContainer } from '../project/base-container.js'
import { imageName, images } from '../project/images.js'
import { SERVICE_NAMES } from '../project/services.js'
import type { ServiceSources } from '../project/sources.js'

/** Any time does, as long as both builds get the same. */
const SECONDS = 1_700_000_000
/** Makes every step of a build another one to the cache, and is taken off the image again. */
const BUILD = 'BUILD_RUN'

/**
 * Builds all images twice, once with whatever is cached and once with nothing, and compares what a registry would get.
 * @throws with each image whose digests differ, and their layers
 */
export async function compareBuilds(sources: ServiceSources, nodeImage: string, apiUrl: string): Promise<void> {
  const base = baseContainer(nodeImage)
  const warm = images(sources, nodeImage, apiUrl)
  const cold = images(sources, base.withEnvVariable(BUILD, randomUUID()), apiUrl)
  const differences = await Promise.all(
    SERVICE_NAMES.map(async (service) => {
      const [first, second] = await Promise.all([
        layoutOf([{ image: warm[service], base }], SECONDS),
        layoutOf([{ image: cold[service].withoutEnvVariable(BUILD), base }], SECONDS),
      ])
      if (first.digest === second.digest) return []
      const layers = [first, second].map(({ platforms }) =>
        platforms.flatMap((one) => one.layers.map(({ digest }) => `  ${digest}`)).join('\n'),
      )
      return [`${imageName(service)}: ${first.digest} and ${second.digest}, of the layers\n${layers.join('\nand\n')}`]
    }),
  )
  if (differences.flat().length) throw new Error(`Two builds differ.\n${differences.flat().join('\n')}`)
}
