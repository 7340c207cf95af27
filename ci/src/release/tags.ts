import { createHash } from 'node:crypto'

/** The information from git that determines the tags of an image. */
export interface Checkout {
  /** The full commit id, 40 hexadecimal digits. */
  commit: string
  /** What is checked out: `refs/heads/NAME`, `refs/tags/NAME`, `refs/pull/N/merge`, or `HEAD` when detached. */
  ref: string
  /** The git tags that point at the commit. */
  gitTags: string[]
  /** All branches of the checkout, so that two of them never get the same tag. */
  branches?: string[]
}

/** A tag of an image, and the reason why the commit gets it. */
export interface ImageTag {
  name: string
  reason: string
  /** True for version tags, which never move to another digest. */
  immutable: boolean
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests */
const LEGAL_TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const MAX_TAG = 128
/** https://semver.org, "Is there a suggested regular expression", after git's customary `v`. */
const RELEASE =
  /^v(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)\.(?<patch>0|[1-9]\d*)(?:-(?<pre>(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+(?<build>[0-9a-zA-Z.-]+))?$/
/** `v1` and `v1.2` are git tags that move with each release, not releases. */
const FLOATING = /^v\d+(\.\d+)?$/
const LOOKS_LIKE_A_VERSION = /^v\d/

/**
 * The tags that the images of a commit get, the most specific first.
 * - on git tag `v1.2.3`: `v1.2.3`, `v1.2`, `v1.2.3-abc1234`, `git-abc1234`; a pre-release gets no `v1.2`
 * - on branch `feature/auth`: `feature-auth`, `git-abc1234`
 * - on pull request 7: `pr-7`, `git-abc1234`; on any other commit `git-abc1234`
 *
 * @param local adds `latest`, which is for the local machine only and never pushed
 * @throws if a git tag looks like a version but is not valid, or can't be an image tag
 */
export function imageTags(checkout: Checkout, local = false): ImageTag[] {
  const short = shortCommit(checkout.commit)
  const tags = [
    ...releases(checkout).flatMap((release) => releaseTags(release, short)),
    ...refTags(checkout),
    movingTag(`git-${short}`, `commit ${checkout.commit}`),
    ...(local ? [movingTag('latest', 'the newest build on this machine, never pushed')] : []),
  ]
  return tags.filter((tag, index) => tags.findIndex(({ name }) => name === tag.name) === index)
}

/** The version that a commit's images carry: its highest release, or `git-abc1234`. */
export function imageVersion(checkout: Checkout): string {
  return releases(checkout).at(-1) ?? `git-${shortCommit(checkout.commit)}`
}

/**
 * The newest release in a list of tags that is older than a version, or the newest of all if the version is not a release. Pre-releases
 * are ignored.
 */
export function releaseBefore(version: string, tags: string[]): string | undefined {
  const released = tags.filter((tag) => RELEASE.test(tag) && !RELEASE.exec(tag)?.groups?.['pre'])
  const older = RELEASE.test(version) ? released.filter((tag) => compareVersions(tag, version) < 0) : released
  return older.sort(compareVersions).at(-1)
}

/**
 * Converts a branch's name to an image tag: lower case, `[a-z0-9_.-]`, at most 128 characters, never empty. Appends a digest of the name
 * where the tag would be empty, too long, reserved, or the same as another branch's.
 */
export function branchTag(branch: string, others: string[] = []): string {
  const plain = slug(branch)
  const isShared = plain !== branch && others.some((other) => other !== branch && slug(other) === plain)
  if (plain && plain.length <= MAX_TAG && !isReserved(plain) && !isShared) return plain
  const digest = createHash('sha256').update(branch).digest('hex').slice(0, 8)
  const start = plain && !isReserved(plain) ? plain : `branch-${plain}`
  return `${start.slice(0, MAX_TAG - digest.length - 1).replace(/[.-]+$/, '')}-${digest}`
}

function slug(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
}

/** Tags of releases, commits, pull requests and `latest`, which a branch of the same name must not get. */
function isReserved(tag: string): boolean {
  return tag === 'latest' || /^(v\d|git-|pr-\d)/.test(tag)
}

function releases({ ref, gitTags }: Checkout): string[] {
  const candidates = ref.startsWith('refs/tags/') ? [ref.slice('refs/tags/'.length)] : gitTags
  return candidates
    .filter((tag) => LOOKS_LIKE_A_VERSION.test(tag) && !FLOATING.test(tag))
    .map(legalRelease)
    .sort(compareVersions)
}

function legalRelease(tag: string): string {
  const { build } =
    RELEASE.exec(tag)?.groups ?? rejectTag(tag, 'is not a semantic version: use vMAJOR.MINOR.PATCH, such as v1.2.3')
  if (build)
    rejectTag(tag, `has build metadata (+${build}), which an image tag can't contain: tag the commit without it`)
  return tag
}

function releaseTags(release: string, short: string): ImageTag[] {
  const { major, minor, pre } = RELEASE.exec(release)?.groups ?? {}
  const tags = [
    immutableTag(release, `git tag ${release}`),
    ...(pre ? [] : [movingTag(`v${major}.${minor}`, `newest release of v${major}.${minor}`)]),
    immutableTag(`${release}-${short}`, `git tag ${release} and its commit`),
  ]
  const long = tags.find(({ name }) => !LEGAL_TAG.test(name))
  return long
    ? rejectTag(release, `results in the image tag ${long.name}, which is longer than ${MAX_TAG} characters`)
    : tags
}

function refTags({ ref, branches }: Checkout): ImageTag[] {
  const [, branch] = /^refs\/heads\/(.+)$/.exec(ref) ?? []
  const [, pull] = /^refs\/(?:remotes\/)?pull\/(\d+)\//.exec(ref) ?? []
  if (branch) return [movingTag(branchTag(branch, branches), `branch ${branch}`)]
  return pull ? [movingTag(`pr-${pull}`, `pull request ${pull}`)] : []
}

function shortCommit(commit: string): string {
  if (!/^[0-9a-f]{40,64}$/.test(commit))
    throw new Error(`commit "${commit}" is not a full commit id: use 40 hexadecimal digits`)
  return commit.slice(0, 7)
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((tag) => RELEASE.exec(tag)?.groups ?? {}) as [Groups, Groups]
  for (const part of ['major', 'minor', 'patch']) {
    const difference = Number(left[part]) - Number(right[part])
    if (difference) return difference
  }
  // A release comes after its pre-releases, which are ordered by their text.
  return (
    Number(!left['pre']) - Number(!right['pre']) ||
    (left['pre'] ?? '').localeCompare(right['pre'] ?? '', 'en', { numeric: true })
  )
}

type Groups = Record<string, string | undefined>

const immutableTag = (name: string, reason: string): ImageTag => ({ name, reason, immutable: true })
const movingTag = (name: string, reason: string): ImageTag => ({ name, reason, immutable: false })

function rejectTag(tag: string, problem: string): never {
  throw new Error(`git tag ${tag} ${problem}`)
}
