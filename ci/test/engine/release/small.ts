import { dag } from '@dagger.io/dagger'
import { layoutOf } from '../../../src/build/oci-layout.js'
import { provenance, scanResult } from '../../../src/release/attestations.js'
import type { Planned } from '../../../src/release/push.js'
import { ask, printed, type Registry, registry } from '../../../src/release/registry.js'
import type { Claims } from '../../../src/release/sign.js'
import { Severity } from '../../../src/scan/policy.js'
import { REGISTRY } from '../registry.js'

export const COMMIT = 'a'.repeat(40)
export const BUILDER = 'https://example.com/builder'
const SECONDS = 1_700_000_000
const VERSION = { name: 'v1.2.3', reason: 'a test', immutable: true }
const MOVING = { name: 'main', reason: 'a test', immutable: false }

/** Images of a few bytes, which are released like big ones. */
export async function smallImages(text: string, names = ['one', 'two']): Promise<Planned[]> {
  const base = dag.container().withRootfs(dag.directory().withNewFile('base', 'base'))
  return await Promise.all(
    names.map(async (name) => {
      // Large enough to be told from a configuration by its size.
      const image = base.withNewFile('/text', `${name} ${text} ${Array.from({ length: 20_000 }, (_, i) => i * i)}`)
      return { name, layout: await layoutOf([{ image, base }], SECONDS), tags: [VERSION, MOVING] }
    }),
  )
}

/** What is claimed of each of them. */
export const smallClaims = (): Claims[] => {
  const parameters = { apiUrl: 'http://localhost:8000', nodeImage: 'node', platforms: ['linux/amd64'] }
  const base = `docker.io/library/node@sha256:${'b'.repeat(64)}`
  const claims = [
    provenance({ commit: COMMIT, ref: 'refs/heads/main', base, builder: BUILDER, parameters }),
    scanResult([{ matches: [], descriptor: { version: '1' } }], {
      passed: true,
      failOn: Severity.High,
      onlyFixed: false,
    }),
  ]
  const sbom = dag.directory().withNewFile('spdx.json', '{"spdxVersion":"SPDX-2.3"}').file('spdx.json')
  return ['one', 'two'].map((name) => ({ name, claims, sboms: [sbom] }))
}

/** A place for them in a registry that is a service. */
export const place = (service: Registry['service']): Registry =>
  registry({ repository: `${REGISTRY}/team/app`, service })

/** The digests that they were planned with. */
export const digests = (images: Planned[]) => images.map(({ layout }) => layout.digest)

/** The digests that a tag of both has in a registry. */
export const tagged = async (tag: string, to: Registry) => [
  await digestOf(`one:${tag}`, to),
  await digestOf(`two:${tag}`, to),
]

async function digestOf(tag: string, to: Registry): Promise<string | undefined> {
  const { outcomes } = await ask(to, [[['crane', 'digest', `${to.repository}/${tag}`]]])
  return outcomes[0]?.[0]?.exitCode === 0 ? printed(outcomes[0][0], to) : undefined
}
