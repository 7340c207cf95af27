import { type AddressedImage, digestReference, requireDigest } from './image-reference.js'
import {
  type CommandResults,
  type Registry,
  registryError,
  resolveDigests,
  runRegistryCommands,
  stdoutOrThrow,
  succeeded,
} from './registry.js'

/** A tag in the registry before the release. */
export interface TagState {
  /** `HOST/PATH/NAME:TAG`. */
  tag: string
  immutable: boolean
  image: AddressedImage
  /** The digest that the tag points to; undefined if the registry does not have the tag. */
  digest: string | undefined
}

/** Reads the state of all tags, in the order in which they are moved. */
export async function readTagStates(
  images: AddressedImage[],
  registry: Registry,
): Promise<{ tagStates: TagState[]; retries: number }> {
  // The version last: if another tag can't be moved, the version is not published yet.
  const tags = images.flatMap((image) =>
    image.tags.toReversed().map(({ name, immutable }) => ({ tag: `${image.address}:${name}`, immutable, image })),
  )
  const { digests, retries } = await resolveDigests(
    tags.map(({ tag }) => tag),
    registry,
  )
  const tagStates = tags.map((tag, index) => ({ ...tag, digest: digests[index] }))
  return { tagStates, retries }
}

const isUpToDate = ({ digest, image }: TagState) => digest === image.layout.digest

/** The version tags that point to another image than the planned one. */
export const conflicts = (tagStates: TagState[]) =>
  tagStates.filter((tag) => tag.immutable && tag.digest && !isUpToDate(tag))

export function conflictError(tags: TagState[]): Error {
  const lines = tags.map(
    ({ tag, digest, image }) => `${tag} points to ${digest}, but this build is ${image.layout.digest}`,
  )
  return new Error(
    `Already published: ${lines.join('; ')}. A version tag never moves: release a new version, or overwrite this one with --force. Nothing was pushed.`,
  )
}

const tagCommand = (address: string, tag: string) => ['crane', 'tag', address, tag.slice(tag.lastIndexOf(':') + 1)]

/** Moves tags one after the other and stops at the first failure; then reads all tags back, also those that did not have to move. */
export async function moveTags(tagStates: TagState[], registry: Registry): Promise<CommandResults> {
  const tagsToMove = tagStates.filter((tag) => !isUpToDate(tag))
  const moves = tagsToMove.map(({ tag, image }) => tagCommand(digestReference(image), tag))
  const results = await runRegistryCommands(registry, [
    [...moves, ...tagStates.map(({ tag }) => ['crane', 'digest', tag])],
  ])
  const outcomes = results.outcomes[0] ?? []
  const failed = outcomes.findIndex((outcome) => !succeeded(outcome))
  if (failed === -1) {
    tagStates.forEach(
      ({ tag, image }, index) =>
        void requireDigest(tag, stdoutOrThrow(outcomes[moves.length + index], registry), image),
    )
    return results
  }
  // The failed tag may have moved as well: perhaps only the response was lost.
  const rollback = await rollbackTags(tagsToMove.slice(0, failed + 1), registry)
  throw new Error(`${registryError(outcomes[failed], registry).message} ${rollback}`)
}

/** Points tags back to the digests that they had; returns a description of the result. */
async function rollbackTags(tags: TagState[], registry: Registry): Promise<string> {
  const existing = tags.filter(({ digest }) => digest)
  const current = await runRegistryCommands(
    registry,
    existing.map(({ tag }) => [['crane', 'digest', tag]]),
  )
  const movedTags = existing.filter(({ digest }, index) => current.outcomes[index]?.[0]?.stdout.trim() !== digest)
  const { outcomes } = await runRegistryCommands(
    registry,
    movedTags.map(({ tag, image, digest }) => [tagCommand(`${image.address}@${digest}`, tag)]),
  )
  const notRestored = movedTags.filter((_, index) => !outcomes[index]?.every(succeeded))
  const newTags = tags.filter(({ digest }) => !digest)
  return [
    notRestored.length
      ? `These tags moved and could not be restored: ${tagList(notRestored)}.`
      : 'All existing tags point to the same digests as before.',
    newTags.length ? `These tags may be new: ${tagList(newTags)}.` : '',
    'Publish again to complete the release.',
  ]
    .filter(Boolean)
    .join(' ')
}

const tagList = (tags: TagState[]) => tags.map(({ tag }) => tag).join(', ')
