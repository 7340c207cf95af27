import { dag } from '@dagger.io/dagger'
import { layoutOf } from '../../../src/build/oci-layout.js'
import { provenance, scanResult } from '../../../src/release/attestations.js'
import type { PlannedImage } from '../../../src/release/image-reference.js'
import { parseRegistry, type Registry, runRegistryCommands, stdoutOrThrow } from '../../../src/release/registry.js'
import type { Attestations } from '../../../src/release/sign.js'
import { Severity } from '../../../src/scan/policy.js'
import { REPOSITORY } from '../verbs.js'

export const COMMIT = 'a'.repeat(40)
export const BUILDER = 'https://example.com/builder'
const SECONDS = 1_700_000_000
const VERSION = { name: 'v1.2.3', reason: 'a test', immutable: true }
const MOVING = { name: 'main', reason: 'a test', immutable: false }

/** Two images of a few bytes. */
export async function smallImages(text: string, names = ['one', 'two']): Promise<PlannedImage[]> {
  const base = dag.container().withRootfs(dag.directory().withNewFile('base', 'base'))
  return await Promise.all(
    names.map(async (name) => {
      // Larger than a configuration, so that the proxy can recognise the layer by its size.
      const image = base.withNewFile('/text', `${name} ${text} ${Array.from({ length: 20_000 }, (_, i) => i * i)}`)
      return { name, layout: await layoutOf([{ image, base }], SECONDS), tags: [VERSION, MOVING] }
    }),
  )
}

/** Attestations for them. */
export const smallAttestations = (): Attestations[] => {
  const parameters = { apiUrl: 'http://localhost:8000', nodeImage: 'node', platforms: ['linux/amd64'] }
  const base = `docker.io/library/node@sha256:${'b'.repeat(64)}`
  const predicates = [
    provenance({ commit: COMMIT, ref: 'refs/heads/main', base, engineVersion: 'v0.0.0', builder: BUILDER, parameters }),
    scanResult([{ matches: [], descriptor: { version: '1' } }], {
      passed: true,
      failOn: Severity.High,
      onlyFixed: false,
    }),
  ]
  const sbom = dag.directory().withNewFile('spdx.json', '{"spdxVersion":"SPDX-2.3"}').file('spdx.json')
  return ['one', 'two'].map((name) => ({ name, predicates, sboms: [sbom] }))
}

/** Their repository in a registry that is a service. */
export const testRegistry = (service: Registry['service']): Registry =>
  parseRegistry({ repository: REPOSITORY, service })

/** The digests of images. */
export const digests = (images: PlannedImage[]) => images.map(({ layout }) => layout.digest)

/** The digests that a tag of both images points to in a registry. */
export const tagged = async (tag: string, registry: Registry) => [
  await digestOf(`one:${tag}`, registry),
  await digestOf(`two:${tag}`, registry),
]

async function digestOf(tag: string, registry: Registry): Promise<string | undefined> {
  const { outcomes } = await runRegistryCommands(registry, [[['crane', 'digest', `${registry.repository}/${tag}`]]])
  return outcomes[0]?.[0]?.exitCode === 0 ? stdoutOrThrow(outcomes[0][0], registry) : undefined
}
