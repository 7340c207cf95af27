import { describe, expect, it } from 'vitest'
import { repositoryOfOrigin } from '../../../src/release/manifests.js'

const config = (url: string, before = '') =>
  `[core]\n\tbare = false\n[remote "upstream"]\n\turl = https://github.com/other/thing\n[remote "origin"]\n${before}\turl = ${url}\n[branch "main"]\n\tremote = origin\n`

describe('the place of the images', () => {
  it.each([
    'https://github.com/Owner/my.repo',
    'https://github.com/Owner/my.repo.git',
    'git@github.com:Owner/my.repo.git',
    'ssh://git@github.com/Owner/my.repo.git',
  ])('is beside the source at %s', (url) => {
    expect(repositoryOfOrigin(config(url))).toBe('ghcr.io/Owner/my.repo')
  })

  it('is found whatever else git knows of the origin', () => {
    const before = '\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
    expect(repositoryOfOrigin(config('https://github.com/a/b', before))).toBe('ghcr.io/a/b')
  })

  it.each([
    ['elsewhere', config('https://gitlab.com/owner/repo')],
    ['in another folder', config('/srv/repo')],
    ['nowhere', '[core]\n\tbare = false\n'],
  ])('has to be named if the origin is %s', (_, text) => {
    expect(() => repositoryOfOrigin(text)).toThrow('--repository is missing, and the origin of this checkout is not on')
  })
})
