import { describe, expect, it } from 'vitest'
import { webAddress } from '../../../src/release/git.js'

describe('the web address of a checkout', () => {
  const config = (url: string) =>
    `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/x\n`

  it.each([
    ['https://github.com/owner/repo.git', 'https://github.com/owner/repo'],
    ['https://user:secret@github.com/owner/repo', 'https://github.com/owner/repo'],
    ['git@github.com:owner/repo.git', 'https://github.com/owner/repo'],
    ['ssh://git@example.com:2222/owner/repo.git', 'https://example.com/owner/repo'],
    ['https://example.com:8443/group/sub/repo/', 'https://example.com:8443/group/sub/repo'],
    ['/srv/git/repo.git', undefined],
    ['file:///srv/git/repo.git', undefined],
  ])('of %s is %s', (url, address) => {
    expect(webAddress(config(url))).toBe(address)
  })

  it('is missing where there is no origin', () => {
    expect(webAddress('[remote "fork"]\n\turl = https://github.com/fork/repo\n')).toBeUndefined()
  })
})
