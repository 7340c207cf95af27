import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { commit, git, newRepository, sha, shallowClone } from './git.js'
import { describeOnEngine, inSession } from './session.js'

const module = new TodoChatbot()
const tagsOf = async (folder: string, ref?: string) =>
  (await module.tag(dag.host().directory(folder, { exclude: ['**', '!.git/**'] }), ref)).trim().split('\n')

describeOnEngine('the tags of a checkout', () => {
  inSession('on a branch are its name and the commit', async () => {
    const folder = newRepository({ branch: 'feature/auth' })
    expect(await tagsOf(folder)).toEqual(['feature-auth', `git-${sha(folder)}`])
  })

  inSession('on a tagged commit are the version, also when git has nothing else checked out', async () => {
    const folder = newRepository({ tags: ['v1.2.3'], detached: true })
    expect(await tagsOf(folder)).toEqual(['v1.2.3', 'v1.2', `v1.2.3-${sha(folder)}`, `git-${sha(folder)}`])
  })

  inSession('take annotated git tags for what they point at', async () => {
    const folder = newRepository({ detached: true })
    git(folder, 'tag', '--annotate', 'v2.0.0', '--message', 'two')
    expect(await tagsOf(folder)).toContain('v2.0.0')
  })

  inSession('leave out the versions of other commits', async () => {
    const folder = newRepository({ tags: ['v1.0.0'] })
    commit(folder, 'second')
    expect(await tagsOf(folder)).toEqual(['main', `git-${sha(folder)}`])
  })

  inSession('on a detached commit are the commit alone, and a pull request where one is named', async () => {
    const folder = newRepository({ detached: true })
    expect(await tagsOf(folder)).toEqual([`git-${sha(folder)}`])
    expect(await tagsOf(folder, 'refs/pull/7/merge')).toEqual(['pr-7', `git-${sha(folder)}`])
  })

  inSession('are the same in a shallow clone', async () => {
    const folder = newRepository()
    commit(folder, 'second')
    git(folder, 'tag', 'v1.2.3')
    expect(await tagsOf(shallowClone(folder))).toEqual([
      'v1.2.3',
      'v1.2',
      `v1.2.3-${sha(folder)}`,
      'main',
      `git-${sha(folder)}`,
    ])
  })

  inSession('are an error where a git tag is no legal version', async () => {
    await expect(tagsOf(newRepository({ tags: ['v1.2.3+build'] }))).rejects.toThrow(
      'git tag v1.2.3+build has build metadata',
    )
  })
})
