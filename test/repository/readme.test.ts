import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { read, root } from './tools.js'

const readme = read('README.md')
const all = (pattern: RegExp) => [...new Set([...readme.matchAll(pattern)].map(([, found = '']) => found))]
const firstScreen = readme.split('\n').slice(0, 24).join('\n')

describe('the README', () => {
  it('has the two commands that do everything on its first screen', () => {
    expect(firstScreen).toContain('npm ci && npm run pipeline')
    expect(firstScreen).toContain('npm ci && npm test')
  })

  it('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = all(/npm run ([\w:-]+)/g)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((script) => !(script in scripts))).toEqual([])
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(12)
  })

  it('names functions that the module has', () => {
    const methods = [...read('ci/src/index.ts').matchAll(/^ {2}(?:async )?(\w+)\($/gm)].map(([, name = '']) => name)
    const functions = methods.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    const named = all(/dagger call ([a-z-]+)/g)
    expect(named).toEqual(expect.arrayContaining(['build', 'test', 'scan', 'tag', 'publish']))
    expect(named.filter((name) => !functions.includes(name))).toEqual([])
  })

  it('links to files that are there', () => {
    const links = all(/\]\((?!https?:)([^)#]+)\)/g)
    expect(links.filter((link) => !existsSync(root + link))).toEqual([])
  })

  it('tells the length of the workflow as it is', () => {
    expect(all(/`\.github\/workflows\/ci\.yml`: (\d+) lines/g)).toEqual([
      String(read('.github/workflows/ci.yml').trimEnd().split('\n').length),
    ])
  })
})
