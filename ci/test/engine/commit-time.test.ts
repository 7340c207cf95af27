import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { readCommitTime } from '../../src/release/git.js'
import { commit, git, newRepository, shallowClone } from './git.js'
import { describeOnEngine, inSession } from './session.js'

const commitTime = (folder: string) => readCommitTime(dag.host().directory(folder).asGit())
const LATER = '2026-03-04T05:06:07Z'
const timeByGit = (folder: string) => Number(git(folder, 'show', '--no-patch', '--format=%ct'))

describeOnEngine('the time of a commit', () => {
  inSession('is its committer’s date', async () => {
    const folder = newRepository()
    expect(await commitTime(folder)).toBe(timeByGit(folder))
  })

  inSession('is that of the commit that is checked out, and not of the newest', async () => {
    const folder = newRepository()
    commit(folder, 'second', LATER)
    git(folder, 'checkout', '--quiet', '--detach', 'HEAD~')
    expect(await commitTime(folder)).toBe(timeByGit(folder))
    expect(timeByGit(folder)).not.toBe(Date.parse(LATER) / 1000)
  })

  inSession('is found in a pack, behind deltas', async () => {
    const folder = newRepository()
    for (let count = 0; count < 20; count++) commit(folder, `file-${'x'.repeat(100)}-${count}`)
    commit(folder, 'last', LATER)
    git(folder, 'gc', '--quiet', '--aggressive')
    expect(await commitTime(folder)).toBe(Date.parse(LATER) / 1000)
  })

  inSession('is the same in a shallow clone', async () => {
    const folder = newRepository()
    commit(folder, 'second', LATER)
    expect(await commitTime(shallowClone(folder))).toBe(timeByGit(folder))
  })

  inSession('is an error in a repository without commits', async () => {
    await expect(commitTime(newRepository({ empty: true }))).rejects.toThrow()
  })
})
