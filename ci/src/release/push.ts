import type { Container } from '@dagger.io/dagger'
import type { Layout } from '../build/oci-layout.js'
import type { Command } from '../toolbox/attempts.js'
import { type Answers, ask, digestsAt, failure, printed, type Registry, succeeded } from './registry.js'
import type { ImageTag } from './tags.js'

/** An image, ready to be pushed under its tags. */
export interface Planned {
  /** `todo-backend` or `todo-frontend`. */
  name: string
  layout: Layout
  tags: ImageTag[]
}

/** An image and its place in a registry. */
export interface Addressed extends Planned {
  /** `HOST/PATH/NAME`, without tag or digest. */
  address: string
}

/** What a tag named before. */
interface Present {
  tag: string
  immutable: boolean
  image: Addressed
  digest: string | undefined
}

export interface Released {
  images: Addressed[]
  /** Version tags that named another digest until now, because it was forced. */
  overwritten: { tag: string; digest: string }[]
  /** How often something transient was tried again. */
  retries: number
}

export interface ReleaseOptions {
  to: Registry
  /** Moves version tags that name another digest, too. */
  force: boolean
  proof?: Proof | undefined
}

/** What is done to an image that was pushed by digest, before a tag names it: attest and sign. */
export interface Proof {
  /** In a row: where a registry knows no referrers, each adds itself to one list. */
  commands: (image: Addressed) => Command[]
  /** Gives the toolbox what the commands read. */
  prepare: (box: Container) => Container
}

/**
 * Pushes all images by digest, proves them, and only then moves their tags; everything is read back from the registry.
 * Until all images are there and proven, no tag moves; if a tag can't be moved then, those that were moved are put back.
 * @throws if a version would move, if the registry fails, or if something reads back as anything but what was planned
 */
export async function release(planned: Planned[], { to, force, proof }: ReleaseOptions): Promise<Released> {
  const images = planned.map((image) => addressed(image, to))
  const { present, retries } = await lookUp(images, to)
  const overwritten = moved(present)
  if (overwritten.length && !force) throw unforced(overwritten)
  const pushed = await push(images, to, proof)
  const tagged = await moveTags(present, to)
  return {
    images,
    overwritten: overwritten.map(({ tag, digest }) => ({ tag, digest: digest ?? '' })),
    retries: retries + pushed.retries + tagged.retries,
  }
}

/** Images in their places, before anything is done to a registry. */
export const unreleased = (planned: Planned[], to: Pick<Registry, 'repository'>): Released => ({
  images: planned.map((image) => addressed(image, to)),
  overwritten: [],
  retries: 0,
})

/** An image with the address that it has in a registry. */
export const addressed = (image: Planned, { repository }: Pick<Registry, 'repository'>): Addressed => ({
  ...image,
  address: `${repository}/${image.name}`,
})

/** The one address of an image that never names another. */
export const pinned = ({ address, layout }: { address: string; layout: { digest: string } }) =>
  `${address}@${layout.digest}`
async function lookUp(images: Addressed[], to: Registry): Promise<{ present: Present[]; retries: number }> {
  // Least telling first: if one can't be moved, the version is not there yet.
  const tags = images.flatMap((image) =>
    image.tags.toReversed().map(({ name, immutable }) => ({ tag: `${image.address}:${name}`, immutable, image })),
  )
  const { digests, retries } = await digestsAt(
    tags.map(({ tag }) => tag),
    to,
  )
  const present = tags.map((tag, index) => ({ ...tag, digest: digests[index] }))
  return { present, retries }
}

const isPlanned = ({ digest, image }: Present) => digest === image.layout.digest

const moved = (present: Present[]) => present.filter((tag) => tag.immutable && tag.digest && !isPlanned(tag))

function unforced(tags: Present[]): Error {
  const each = tags.map(({ tag, digest, image }) => `${tag} is ${digest}, and this build is ${image.layout.digest}`)
  return new Error(
    `Already published: ${each.join('; ')}. A version never moves, so release a new one, or overwrite it with --force. Nothing was pushed.`,
  )
}

async function push(images: Addressed[], to: Registry, proof?: Proof): Promise<Answers> {
  const sequences = images.map((image): Command[] => [
    ['crane', 'push', `/images/${image.name}`, pinned(image)],
    ['crane', 'digest', pinned(image)],
    ...(proof?.commands(image) ?? []),
  ])
  const answers = await ask(to, sequences, (box) =>
    images.reduce(
      (all, { name, layout }) => all.withMountedDirectory(`/images/${name}`, layout.directory),
      proof ? proof.prepare(box) : box,
    ),
  )
  images.forEach((image, index) => {
    const [, digest] = (sequences[index] ?? []).map((_, step) => printed(answers.outcomes[index]?.[step], to))
    requireDigest(pinned(image), digest, image)
  })
  return answers
}

const tagCommand = (address: string, tag: string) => ['crane', 'tag', address, tag.slice(tag.lastIndexOf(':') + 1)]

/** In a row, so that the first that fails is the last that was tried; then all are read back, those that were right before too. */
async function moveTags(present: Present[], to: Registry): Promise<Answers> {
  const wrong = present.filter((tag) => !isPlanned(tag))
  const moves = wrong.map(({ tag, image }) => tagCommand(pinned(image), tag))
  const answers = await ask(to, [[...moves, ...present.map(({ tag }) => ['crane', 'digest', tag])]])
  const outcomes = answers.outcomes[0] ?? []
  const failed = outcomes.findIndex((outcome) => !succeeded(outcome))
  if (failed === -1) {
    present.forEach(
      ({ tag, image }, index) => void requireDigest(tag, printed(outcomes[moves.length + index], to), image),
    )
    return answers
  }
  // The one that failed may have moved as well: its answer alone may have been lost.
  throw new Error(`${failure(outcomes[failed], to).message} ${await putBack(wrong.slice(0, failed + 1), to)}`)
}

async function putBack(tags: Present[], to: Registry): Promise<string> {
  const before = tags.filter(({ digest }) => digest)
  const now = await ask(
    to,
    before.map(({ tag }) => [['crane', 'digest', tag]]),
  )
  const gone = before.filter(({ digest }, index) => now.outcomes[index]?.[0]?.stdout.trim() !== digest)
  const { outcomes } = await ask(
    to,
    gone.map(({ tag, image, digest }) => [tagCommand(`${image.address}@${digest}`, tag)]),
  )
  const stuck = gone.filter((_, index) => !outcomes[index]?.every(succeeded))
  const added = tags.filter(({ digest }) => !digest)
  return [
    stuck.length ? `These tags moved and could not be put back: ${names(stuck)}.` : 'No tag that was there moved.',
    added.length ? `These are new: ${names(added)}.` : '',
    'Publish again to complete it.',
  ]
    .filter(Boolean)
    .join(' ')
}

const names = (tags: Present[]) => tags.map(({ tag }) => tag).join(', ')

function requireDigest(address: string, digest: string | undefined, { layout }: Planned): void {
  if (digest === layout.digest) return
  throw new Error(`${address} reads back as ${digest ?? 'nothing'}, and ${layout.digest} was pushed`)
}
