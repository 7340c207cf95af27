import { readFileSync } from 'node:fs'
import type { Container } from '@dagger.io/dagger'
import { withCommandOutput } from '../../lib/exec-error.js'
import { baseContainer } from '../../project/base-container.js'
import type { ServiceContract } from '../../project/contract-types.js'
import { withVersion } from '../../project/images.js'
import { SERVICE_NAMES, SERVICES, type ServiceName } from '../../project/services.js'
import { TOOLBOX_IMAGE } from '../../project/versions.js'
import { imageRows } from './image-rows.js'
import type { Inspected } from './inspected.js'
import { type ContractResult, contractReport } from './report.js'
import { runImage } from './run.js'
import { runRows } from './run-rows.js'

/** Any values do, as long as they are on the image. */
const SAMPLE = { version: 'v0.0.0-contract', commit: '0'.repeat(40) }

/**
 * Inspects and runs the images of all services, and compares them with the contract.
 * @param images without a version
 * @returns a line an image
 * @throws with every row that does not hold, of all images
 */
export async function checkContract(images: Record<ServiceName, Container>, nodeImage: string): Promise<string> {
  return contractReport(
    await Promise.all(
      SERVICE_NAMES.map((name) =>
        checkImage(SERVICES[name], withVersion(images[name], name, SAMPLE), baseContainer(nodeImage)),
      ),
    ),
  )
}

/**
 * Inspects and runs one image.
 * @param base the image that it was built on: its files and layers are not the image's own
 */
export async function checkImage(
  contract: ServiceContract,
  image: Container,
  base: Container,
): Promise<ContractResult> {
  const [inspected, observed] = await withCommandOutput(
    contract.image,
    Promise.all([inspect(image, base), runImage(contract, image)]),
  )
  return {
    image: contract.image,
    runtime: observed.runtime,
    rows: [...imageRows(contract, inspected), ...runRows(contract, observed)],
  }
}

/** Reads the tarball, which has everything that a registry gets. */
async function inspect(image: Container, base: Container): Promise<Inspected> {
  const script = readFileSync(new URL('inspect.mjs', import.meta.url), 'utf8')
  const found = baseContainer(TOOLBOX_IMAGE)
    .withNewFile('/inspect.mjs', script)
    .withMountedFile('/image.tar', image.asTarball())
    .withMountedFile('/base.tar', base.asTarball())
    .withExec(['node', '/inspect.mjs', '/image.tar', '/base.tar', '/inspected.json'])
    .file('/inspected.json')
  return JSON.parse(await found.contents())
}
