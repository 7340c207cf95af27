import { type Container, type Directory, dag } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'
import { SYFT_IMAGE } from '../project/versions.js'

/** An SBOM with fewer packages means that Syft could not read the image: Alpine alone has more. */
const LEAST_PACKAGES = 10

/**
 * The packages of an image, as `spdx.json` (SPDX 2.3) and `cyclonedx.json` (CycloneDX 1.6).
 * Syft sees the image as files, no registry and no secret.
 * @param image an OCI layout
 */
export function sbom(image: Directory): Directory {
  const formats = ['spdx-json=/sbom/spdx.json', 'cyclonedx-json=/sbom/cyclonedx.json'].flatMap((to) => ['--output', to])
  return tool(SYFT_IMAGE)
    .withEnvVariable('SYFT_CHECK_FOR_APP_UPDATE', 'false')
    .withMountedDirectory('/image', image)
    .withDirectory('/sbom', dag.directory())
    .withExec(['/syft', 'scan', 'oci-dir:/image', '--quiet', ...formats])
    .directory('/sbom')
}

/**
 * How many packages an SBOM has.
 * @throws if there are too few for an image that was read
 */
export async function countPackages(packages: Directory): Promise<number> {
  const text = await packages.file('cyclonedx.json').contents()
  const { components = [] } = JSON.parse(text) as { components?: { type: string }[] }
  const count = components.filter(({ type }) => type !== 'file').length
  if (count >= LEAST_PACKAGES) return count
  throw new Error(
    `The SBOM has ${count} packages, at least ${LEAST_PACKAGES} were expected: the image could not be read`,
  )
}

/** A tool's image may have nothing but the tool, not even a folder for temporary files. */
export function tool(image: string): Container {
  return baseContainer(image).withMountedTemp('/tmp')
}
