import type { Directory } from '@dagger.io/dagger'
import { ALL_SERVICES } from '../project/services.js'
import { webAddress } from './git.js'
import { type Registry, resolveDigests } from './registry.js'

export interface ManifestOptions {
  /** A tag that never moves: `v1.2.3`, `v1.2.3-abc1234` or `git-abc1234`. */
  version: string
  /** A folder of `deploy/kubernetes/overlays`. */
  overlay: string
  /** Known digests, as `IMAGE=sha256:…`; the registry is asked for the others. */
  digests: string[]
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
 * @throws if the version, a digest or the overlay is not valid, or the version is not published
 */
export async function manifests(source: Directory, options: ManifestOptions, registry: Registry): Promise<Directory> {
  const { version, overlay } = options
  const digests = knownDigests(options.digests)
  if (!FIXED_TAG.test(version)) {
    throw new Error(`--version "${version}" is not a published version: use a tag such as v1.2.3 or git-abc1234`)
  }
  const overlays = (await source.entries({ path: OVERLAYS })).map((name) => name.replace('/', ''))
  if (!overlays.includes(overlay)) {
    throw new Error(`--overlay "${overlay}" is not in ${OVERLAYS}: use ${overlays.join(' or ')}`)
  }
  const images = await Promise.all(IMAGES.map((name) => publishedImage(name, version, digests, registry)))
  return source
    .withNewFile(`${OVERLAYS}/${overlay}/images/kustomization.yaml`, component(version, images))
    .withNewFile('kustomization.yaml', `resources: [${OVERLAYS}/${overlay}]\n`)
}

interface Image {
  name: string
  address: string
  digest: string
}

const IMAGES = ALL_SERVICES.map(({ image }) => image)

/** @throws if one names no image of this project, or no digest */
function knownDigests(given: string[]): Map<string, string> {
  return new Map(
    given.map((text) => {
      const [image = '', digest = ''] = text.split('=')
      if (IMAGES.includes(image) && DIGEST.test(digest)) return [image, digest]
      throw new Error(
        `--digest "${text}" is not valid: use IMAGE=sha256:… with 64 hexadecimal digits, where IMAGE is ${IMAGES.join(' or ')}`,
      )
    }),
  )
}

async function publishedImage(
  name: string,
  version: string,
  digests: Map<string, string>,
  registry: Registry,
): Promise<Image> {
  const address = `${registry.repository}/${name}`
  const digest = digests.get(name) ?? (await resolveDigests([`${address}:${version}`], registry)).digests[0]
  if (digest !== undefined) return { name, address, digest }
  throw new Error(
    `${address}:${version} is not published: publish it first, check --version and --repository, or give --digest=${name}=sha256:…`,
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
