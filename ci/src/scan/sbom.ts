import { type Container, type Directory, dag } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'
import { SYFT_IMAGE } from '../project/versions.js'

/** With fewer packages in the SBOM, Syft could not read the image: Alpine alone has more. */
const MIN_PACKAGES = 10

/**
 * The packages of an image, as `spdx.json` (SPDX 2.3) and `cyclonedx.json` (CycloneDX 1.6).
 * Syft gets the image as files, without a registry or a secret.
 * @param image an OCI layout
 */
export function sbom(image: Directory): Directory {
  const formats = ['spdx-json=/sbom/spdx.json', 'cyclonedx-json=/sbom/cyclonedx.json'].flatMap((output) => [
    '--output',
    output,
  ])
  return toolContainer(SYFT_IMAGE)
    .withEnvVariable('SYFT_CHECK_FOR_APP_UPDATE', 'false')
    .withMountedDirectory('/image', image)
    .withDirectory('/sbom', dag.directory())
    .withExec(['/syft', 'scan', 'oci-dir:/image', '--quiet', ...formats])
    .directory('/sbom')
}

/**
 * Counts the packages of an SBOM.
 * @throws if there are too few for an image that could be read
 */
export async function countPackages(packages: Directory): Promise<number> {
  const text = await packages.file('cyclonedx.json').contents()
  const { components = [] } = JSON.parse(text) as { components?: { type: string }[] }
  const count = components.filter(({ type }) => type !== 'file').length
  if (count >= MIN_PACKAGES) return count
  throw new Error(`The SBOM has ${count} packages instead of at least ${MIN_PACKAGES}: Syft could not read the image`)
}

/** A container of a scanner's image, which may contain only the program and not even a folder for temporary files. */
export function toolContainer(image: string): Container {
  return baseContainer(image).withMountedTemp('/tmp')
}
