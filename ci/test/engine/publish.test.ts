import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { ALL_SERVICES } from '../../src/project/services.js'
import type { Report } from '../../src/release/report.js'
import { newRepository, sha } from './git.js'
import { newKey } from './key.js'
import { proxiedRegistry, requestsTo } from './registry.js'
import { describeOnEngine, inSession } from './session.js'
import { plan, planData, publish, publishData, REPOSITORY, verify } from './verbs.js'

/** PLANS=10 for a long run. */
const PLANS = Number(process.env['PLANS'] ?? 1)

const digests = ({ images }: Report) => images.map(({ digest }) => digest)
const checkout = (tags: string[]) => dag.host().directory(newRepository({ tags }))

describeOnEngine('publishing', () => {
  inSession('releases what was planned, signed, and reports it', async () => {
    const service = await proxiedRegistry({})
    const { key, publicKey } = await newKey('release')
    const folder = newRepository({ tags: ['v1.2.3'] })
    const git = dag.host().directory(folder)
    const planned = await planData({ git, repository: REPOSITORY })
    expect(await requestsTo(service)).toBe(0)
    const released = await publishData({ service, git, signingKey: key })
    expect(digests(released)).toEqual(digests(planned))
    const { images, tests, scans, created, commit } = released
    const tags = ['v1.2.3', 'v1.2', `v1.2.3-${sha(folder)}`, 'main', `git-${sha(folder)}`]
    for (const image of images) expect(image.tags.map(({ name }) => name)).toEqual(tags)
    expect(tests).toContain('passed  recipes')
    expect(scans.map(({ name }) => name)).toEqual(ALL_SERVICES.map(({ image }) => image))
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/)
    for (const { address, digest } of images) {
      const image = `${address}:v1.2.3@${digest}`
      const builder = `https://github.com/dagger/dagger/releases/tag/${await dag.version()}`
      const text = await verify({ image, key: publicKey, commit, builder, service })
      expect(text).toContain('scan: no findings of HIGH or worse')
    }
    const report = await publish({ service, git, signingKey: key })
    expect(report).toContain('# Release v1.2.3')
    expect(report).toContain(`cosign verify --key=cosign.pub --insecure-ignore-tlog=true ${REPOSITORY}/todo-backend@`)
  })

  inSession(`plans the same digests each time, ${PLANS} times more`, async () => {
    const git = checkout(['v1.2.3'])
    const first = digests(await planData({ git }))
    for (let count = 0; count < PLANS; count++) expect(digests(await planData({ git }))).toEqual(first)
    const text = await plan({ git })
    expect(text).toContain('# Plan of release v1.2.3')
    expect(text).toMatch(/1\. every check of `dagger call test`\n2\. no known vulnerability/)
  })

  inSession('contacts no registry in a dry run', async () => {
    const service = await proxiedRegistry({})
    const report = await publish({ service, dryRun: true })
    expect(report).toContain('A dry run: no registry was contacted or changed.')
    expect(report).toContain(`${REPOSITORY}/todo-backend`)
    expect(await requestsTo(service)).toBe(0)
  })

  inSession('refuses an invalid release before it builds anything', async () => {
    await expect(publish({ repository: 'https://ghcr.io/team/app' })).rejects.toThrow('is not a valid image repository')
    await expect(publish({ repository: 'localhost:5000/team/app' })).rejects.toThrow(
      '`localhost` is the engine here, not your machine. Use --registry-service=tcp://localhost:5000 and a name that ends in .localhost, such as registry.localhost:5000/PATH',
    )
    await expect(publish({ username: 'ci' })).rejects.toThrow('--password is missing')
    const dirty = dag.host().directory(newRepository()).withNewFile('new.txt', 'not committed')
    await expect(publish({ git: dirty })).rejects.toThrow('The checkout has uncommitted changes: new.txt.')
    await expect(publish({ git: checkout(['v1.2.3+build']) })).rejects.toThrow('has build metadata')
  })
})
