import type { Container } from '@dagger.io/dagger'
import type { Command } from '../toolbox/retry.js'
import {
  type AddressedImage,
  digestReference,
  type PlannedImage,
  requireDigest,
  withAddress,
} from './image-reference.js'
import { conflictError, conflicts, moveTags, readTagStates } from './move-tags.js'
import { type CommandResults, type Registry, runRegistryCommands, stdoutOrThrow } from './registry.js'

export interface ReleaseResult {
  images: AddressedImage[]
  /** Version tags that were moved because of `force`, with the digests that they pointed to before. */
  overwritten: { tag: string; digest: string }[]
  /** The number of retries after transient errors. */
  retries: number
}

export interface ReleaseOptions {
  registry: Registry
  /** Moves version tags that point to another digest, too. */
  force: boolean
  attestor?: Attestor | undefined
}

/** Attests and signs an image that was pushed by digest, before any tag points to it. */
export interface Attestor {
  /** Run one after the other: in a registry without referrers, each adds an entry to the same list. */
  commands: (image: AddressedImage) => Command[]
  /** Mounts the files and secrets of the commands in the toolbox. */
  prepare: (container: Container) => Container
}

/**
 * Pushes all images by digest, attests and signs them, and then moves their tags; reads everything back from the registry.
 * No tag moves before all images are pushed and signed. If a tag can't be moved then, the tags that were moved are restored.
 * @throws if a version tag would move, if the registry fails, or if the registry returns another digest than the planned one
 */
export async function release(
  planned: PlannedImage[],
  { registry, force, attestor }: ReleaseOptions,
): Promise<ReleaseResult> {
  const images = planned.map((image) => withAddress(image, registry))
  const { tagStates, retries } = await readTagStates(images, registry)
  const overwritten = conflicts(tagStates)
  if (overwritten.length && !force) throw conflictError(overwritten)
  const pushed = await push(images, registry, attestor)
  const tagged = await moveTags(tagStates, registry)
  return {
    images,
    overwritten: overwritten.map(({ tag, digest }) => ({ tag, digest: digest ?? '' })),
    retries: retries + pushed.retries + tagged.retries,
  }
}

/** Images with their addresses; contacts no registry. */
export const withAddresses = (planned: PlannedImage[], registry: Pick<Registry, 'repository'>): ReleaseResult => ({
  images: planned.map((image) => withAddress(image, registry)),
  overwritten: [],
  retries: 0,
})

async function push(images: AddressedImage[], registry: Registry, attestor?: Attestor): Promise<CommandResults> {
  const sequences = images.map((image): Command[] => [
    ['crane', 'push', `/images/${image.name}`, digestReference(image)],
    ['crane', 'digest', digestReference(image)],
    ...(attestor?.commands(image) ?? []),
  ])
  const results = await runRegistryCommands(registry, sequences, (container) =>
    images.reduce(
      (mounted, { name, layout }) => mounted.withMountedDirectory(`/images/${name}`, layout.directory),
      attestor ? attestor.prepare(container) : container,
    ),
  )
  images.forEach((image, index) => {
    const [, digest] = (sequences[index] ?? []).map((_, step) =>
      stdoutOrThrow(results.outcomes[index]?.[step], registry),
    )
    requireDigest(digestReference(image), digest, image)
  })
  return results
}
