import type { Directory } from '@dagger.io/dagger'
import type { ServiceName } from '../project/contract-types.js'
import { SERVICES } from '../project/services.js'
import { webAddress } from './git.js'
import { digestsAt, type Registry } from './registry.js'

/** Which manifests are wanted. */
export interface Wanted {
  /** A tag that never moves: `v1.2.3`, `v1.2.3-abc1234` or `git-abc1234`. */
  version: string
  /** A folder of `deploy/kubernetes/overlays`. */
  overlay: string
  /** Digests that are known already; the registry is asked for the others. */
  digests: Record<ServiceName, string | undefined>
}

const FIXED_TAG = /^(v\d+\.\d+\.\d+([.-][\w.-]+)?|git-[0-9a-f]{7,40})$/
const DIGEST = /^sha256:[0-9a-f]{64}$/
const OVERLAYS = 'deploy/kubernetes/overlays'

/**
 * A folder for `kubectl apply -k`: the manifests of an overlay, its images named by repository, version and digest.
 *
 * The digests are those that the registry has for the version, since that is where a cluster pulls from; a build of the same
 * source on another engine need not have the same.
 *
 * @param source the folders `deploy/kubernetes` and `services/postgres`
 * @throws if the version or a digest is none, there is no such overlay, or the version is not published
 */
export async function manifests(source: Directory, wanted: Wanted, from: Registry): Promise<Directory> {
  const { version, overlay } = wanted
  if (!FIXED_TAG.test(version)) {
    throw new Error(`--version "${version}" is no version: give one that was published, such as v1.2.3 or git-abc1234`)
  }
  const overlays = (await source.entries({ path: OVERLAYS })).map((name) => name.replace('/', ''))
  if (!overlays.includes(overlay)) {
    throw new Error(`--overlay "${overlay}" is none of ${OVERLAYS}: choose ${overlays.join(' or ')}`)
  }
  const services = Object.keys(SERVICES) as ServiceName[]
  const images = await Promise.all(services.map((service) => image(service, wanted, from)))
  return source
    .withNewFile(`${OVERLAYS}/${overlay}/images/kustomization.yaml`, component(version, images))
    .withNewFile('kustomization.yaml', `resources: [${OVERLAYS}/${overlay}]\n`)
}

interface Image {
  name: string
  address: string
  digest: string
}

async function image(service: ServiceName, { version, digests }: Wanted, from: Registry): Promise<Image> {
  const { image: name } = SERVICES[service]
  const address = `${from.repository}/${name}`
  const given = digests[service]
  if (given !== undefined && !DIGEST.test(given)) {
    throw new Error(`--${service}-digest "${given}" is no digest: use sha256: and 64 hexadecimal digits`)
  }
  const digest = given ?? (await digestsAt([`${address}:${version}`], from)).digests[0]
  if (digest !== undefined) return { name, address, digest }
  throw new Error(
    `${address}:${version} is not published: publish it first, or check --version and --repository, or give --${service}-digest`,
  )
}

/** Takes the place of the overlay's own list of images, which names a version by its tag. */
function component(version: string, images: Image[]): string {
  const lines = images.map(
    ({ name, address, digest }) =>
      `  - name: ${name}\n    newName: ${address}\n    newTag: ${version}\n    digest: ${digest}\n`,
  )
  return `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n${lines.join('')}`
}

/**
 * Where the project's images are published unless somebody says otherwise: beside its source, as the workflow does it.
 *
 * @param config the text of `.git/config`
 * @throws if git's origin is not on github.com
 */
export function repositoryOfOrigin(config: string): string {
  const [, path] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)$/.exec(webAddress(config) ?? '') ?? []
  if (path) return `ghcr.io/${path}`
  throw new Error(
    '--repository is missing, and the origin of this checkout is not on github.com: use HOST/PATH, such as ghcr.io/OWNER/REPO',
  )
}
