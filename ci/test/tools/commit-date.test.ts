import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commitDate } from '../../src/toolbox/commit-date.js'
import { commit, git, newRepository, shallowClone } from '../engine/git.js'

const head = (folder: string) => git(folder, 'rev-parse', 'HEAD')
const dateOf = (folder: string, id = 'HEAD') => Number(git(folder, 'show', '--no-patch', '--format=%ct', id))

describe('the date of a commit', () => {
  it('is read from a loose object', () => {
    const folder = newRepository()
    expect(commitDate(join(folder, '.git'), head(folder))).toBe(dateOf(folder))
  })

  it('is read from a pack, behind deltas', () => {
    const folder = newRepository()
    for (let count = 0; count < 20; count++) commit(folder, `file-${'x'.repeat(100)}-${count}`)
    git(folder, 'gc', '--quiet', '--aggressive')
    const first = git(folder, 'rev-list', '--max-parents=0', 'HEAD')
    for (const id of [head(folder), first]) expect(commitDate(join(folder, '.git'), id)).toBe(dateOf(folder, id))
  })

  it('is read in a shallow clone', () => {
    const clone = shallowClone(newRepository())
    expect(commitDate(join(clone, '.git'), head(clone))).toBe(dateOf(clone))
  })

  it('is an error where the commit is not there', () => {
    expect(() => commitDate(join(newRepository(), '.git'), 'a'.repeat(40))).toThrow('is not in the checkout')
  })
})
