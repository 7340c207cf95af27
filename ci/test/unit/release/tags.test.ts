import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branchTag, type Checkout, imageTags, imageVersion, releaseBefore } from '../../../src/release/tags.js'

const commit = 'abc1234def5678abc1234def5678abc1234def56'
const names = (checkout: Partial<Checkout>, local = false) =>
  imageTags({ commit, ref: 'HEAD', gitTags: [], ...checkout }, local).map(({ name }) => name)

const SHA = 'git-abc1234'
/** What a release is named: itself, the moving tag beside it, itself with the commit. */
const of = (release: string, minor: string) => [release, minor, `${release}-abc1234`]
const releaseOf = (release: string) => [...of(release, release.replace(/\.\d+$/, '')), SHA]
const RELEASED = of('v1.2.3', 'v1.2')
const PRE = ['v1.0.0-rc.1', 'v1.0.0-rc.1-abc1234']

describe('the tags of a commit', () => {
  it.each<[string, Partial<Checkout>, string[]]>([
    ['a release', { ref: 'refs/tags/v1.2.3' }, [...RELEASED, SHA]],
    ['a release found by its commit', { gitTags: ['v1.2.3'] }, [...RELEASED, SHA]],
    ['a pre-release', { ref: 'refs/tags/v1.2.3-rc.1' }, ['v1.2.3-rc.1', 'v1.2.3-rc.1-abc1234', SHA]],
    ['a first release', { ref: 'refs/tags/v0.0.0' }, releaseOf('v0.0.0')],
    ['a large version', { ref: 'refs/tags/v10.20.30' }, releaseOf('v10.20.30')],
    ['a floating git tag', { ref: 'refs/tags/v1' }, [SHA]],
    ['a git tag that is no version', { ref: 'refs/tags/nightly' }, [SHA]],
    ['a release beside a floating git tag', { gitTags: ['v1', 'v1.2', 'v1.2.3'] }, [...RELEASED, SHA]],
    ['main', { ref: 'refs/heads/main' }, ['main', SHA]],
    ['a feature branch', { ref: 'refs/heads/feature/auth' }, ['feature-auth', SHA]],
    ['a branch in capitals', { ref: 'refs/heads/Fix_BUG.2' }, ['fix_bug.2', SHA]],
    ['a branch on a release', { ref: 'refs/heads/main', gitTags: ['v1.2.3'] }, [...RELEASED, 'main', SHA]],
    ['a pull request', { ref: 'refs/pull/7/merge' }, ['pr-7', SHA]],
    ['a fetched pull request', { ref: 'refs/remotes/pull/12/head' }, ['pr-12', SHA]],
    ['a detached commit', { ref: 'HEAD' }, [SHA]],
    ['a detached commit with a release', { ref: 'HEAD', gitTags: ['v0.1.0'] }, releaseOf('v0.1.0')],
    ['a pull request on a release', { ref: 'refs/pull/7/merge', gitTags: ['v1.2.3'] }, [...RELEASED, 'pr-7', SHA]],
    ['two releases', { gitTags: ['v1.3.0', 'v1.2.9'] }, [...of('v1.2.9', 'v1.2'), ...of('v1.3.0', 'v1.3'), SHA]],
    ['a pushed release beside another', { ref: 'refs/tags/v1.2.3', gitTags: ['v1.2.4'] }, releaseOf('v1.2.3')],
    [
      'a pre-release beside its release',
      { gitTags: ['v1.0.0', 'v1.0.0-rc.1'] },
      [...PRE, ...of('v1.0.0', 'v1.0'), SHA],
    ],
    ['a release twice', { gitTags: ['v1.2.3', 'v1.2.3'] }, releaseOf('v1.2.3')],
    ['a git tag with a folder', { ref: 'refs/tags/release/v1.2.3' }, [SHA]],
    ['a git tag in capitals', { ref: 'refs/tags/V1.2.3' }, [SHA]],
    ['a remote branch that is no pull request', { ref: 'refs/remotes/origin/main' }, [SHA]],
    ['a branch that is named like a commit', { ref: 'refs/heads/abc1234' }, ['abc1234', SHA]],
  ])('on %s', (_, checkout, expected) => {
    expect(names(checkout)).toEqual(expected)
  })

  /** Rows of https://github.com/docker/metadata-action#tags-input; where it says otherwise, the comment says why we do. */
  it.each<[string, string[]]>([
    ['refs/heads/master', ['master', SHA]],
    ['refs/heads/my/branch', ['my-branch', SHA]],
    ['refs/heads/feature/my+feature', ['feature-my-feature', SHA]],
    ['refs/heads/dependabot/npm_and_yarn/@types/node-20', ['dependabot-npm_and_yarn-types-node-20', SHA]],
    ['refs/heads/gh-readonly-queue/main/pr-7-abc', ['gh-readonly-queue-main-pr-7-abc', SHA]],
    // It keeps capitals; two branches that differ in them alone would be one to registries and file systems that fold.
    ['refs/heads/Release', ['release', SHA]],
    ['refs/pull/2/merge', ['pr-2', SHA]],
    ['refs/pull/2/head', ['pr-2', SHA]],
    ['refs/tags/v2.0.8-beta.67', ['v2.0.8-beta.67', 'v2.0.8-beta.67-abc1234', SHA]],
    ['refs/tags/v1.2.3-alpha', ['v1.2.3-alpha', 'v1.2.3-alpha-abc1234', SHA]],
    // It drops the `v` of git's tag, and takes a tag without it for a version; the contract's tags have it.
    ['refs/tags/v1.2.3', releaseOf('v1.2.3')],
    ['refs/tags/1.2.3', [SHA]],
    // It pushes `latest` with every release; here that is never pushed.
    ['refs/tags/latest', [SHA]],
    // It makes tags of any git tag; here only of versions.
    ['refs/tags/p1/v1.2.3', [SHA]],
    ['refs/tags/2026-11-22', [SHA]],
  ])('on %s are those of docker/metadata-action, where they apply', (ref, expected) => {
    expect(names({ ref })).toEqual(expected)
  })

  it('include latest only for this machine', () => {
    expect(names({ ref: 'refs/heads/main' }, true)).toEqual(['main', 'git-abc1234', 'latest'])
    expect(names({ ref: 'refs/heads/latest' })).not.toContain('latest')
  })

  it('are immutable exactly when they hold a whole version', () => {
    const immutable = imageTags({ commit, ref: 'refs/tags/v1.2.3', gitTags: [] }).filter((tag) => tag.immutable)
    expect(immutable.map(({ name }) => name)).toEqual(['v1.2.3', 'v1.2.3-abc1234'])
  })

  it.each([
    ['v1.2.3+build.5', /v1\.2\.3\+build\.5 has build metadata \(\+build\.5\)/],
    ['v1.2.3.4', /v1\.2\.3\.4 is not a semantic version: use vMAJOR\.MINOR\.PATCH/],
    ['v01.2.3', /is not a semantic version/],
    ['v1.2.3-', /is not a semantic version/],
    ['v1.2.3-rc..1', /is not a semantic version/],
    ['v1.2.3-01', /is not a semantic version/],
    [`v1.2.3-${'x'.repeat(130)}`, /longer than 128 characters/],
  ])('are refused for the git tag %s', (tag, message) => {
    expect(() => names({ ref: `refs/tags/${tag}` })).toThrow(message)
    expect(() => names({ gitTags: [tag] })).toThrow(message)
  })

  it('need a full commit id', () => {
    expect(() => names({ commit: 'abc1234' })).toThrow('commit "abc1234" is not a full commit id')
  })
})

describe('the version of a commit', () => {
  it.each([
    [[], 'git-abc1234'],
    [['v1.2.3'], 'v1.2.3'],
    [['v1.10.0', 'v1.9.9', 'v1.2.30'], 'v1.10.0'],
    [['v2.0.0', 'v2.0.0-rc.2', 'v2.0.0-rc.10'], 'v2.0.0'],
    [['v2.0.0-rc.2', 'v2.0.0-rc.10'], 'v2.0.0-rc.10'],
  ])('with the git tags %j is %s', (gitTags, expected) => {
    expect(imageVersion({ commit, ref: 'refs/heads/main', gitTags })).toBe(expected)
  })
})

describe("a branch's tag", () => {
  it.each([
    ['feature/auth', 'feature-auth'],
    ['dependabot/npm_and_yarn/next-16.4.5', 'dependabot-npm_and_yarn-next-16.4.5'],
    ['a//b', 'a-b'],
    ['.hidden', 'hidden'],
    ['-dash-', 'dash'],
    ['straße', 'stra-e'],
  ])('of %s is %s', (branch, expected) => {
    expect(branchTag(branch)).toBe(expected)
  })

  it.each(['日本語', '🚀', 'v1.2.3', 'v2', 'git-abc1234', 'pr-7', 'latest', 'LATEST'])(
    'of %s is told apart by its digest',
    (branch) => {
      expect(branchTag(branch)).toMatch(/^branch-([a-z0-9_.-]+-)?[0-9a-f]{8}$|^branch-[0-9a-f]{8}$/)
    },
  )

  it('stays the plain one for the branch that has it as its name', () => {
    expect(branchTag('feature-auth', ['feature/auth'])).toBe('feature-auth')
    expect(branchTag('feature/auth', ['feature-auth'])).toMatch(/^feature-auth-[0-9a-f]{8}$/)
  })

  it('is always legal and never empty', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), (branch) => {
        expect(branchTag(branch)).toMatch(/^[a-z0-9_][a-z0-9_.-]{0,127}$/)
      }),
    )
  })

  it('is never shared by two branches of one repository', () => {
    const branch = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom('a', 'B', 'b', '/', '-', '.', '_', 'é'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(branch, { minLength: 2, maxLength: 8 }), (branches) => {
        expect(new Set(branches.map((name) => branchTag(name, branches))).size).toBe(branches.length)
      }),
    )
  })
})

describe('the release before', () => {
  it.each([
    ['v1.2.3', ['v1.2.2', 'v1.2.10', 'v1.1.9', 'v1.2', 'main'], 'v1.2.2'],
    ['v1.10.0', ['v1.9.0', 'v1.2.0', 'v1.10.0'], 'v1.9.0'],
    ['v2.0.0', ['v2.0.0-rc.1', 'v1.0.0'], 'v1.0.0'],
    ['git-abc1234', ['v1.0.0', 'v1.1.0'], 'v1.1.0'],
    ['v1.0.0', ['main', 'git-abc1234'], undefined],
  ])('of %s among %j is %s', (version, tags, before) => {
    expect(releaseBefore(version, tags)).toBe(before)
  })
})
