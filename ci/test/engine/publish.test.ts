import { type Directory, dag, type Secret, type Service } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { Format, type Report } from '../../src/release/report.js'
import { CANARY, vulnerabilityDatabase } from './database.js'
import { newRepository, sha } from './git.js'
import { newKey } from './key.js'
import { proxiedRegistry, REGISTRY, requestsTo } from './registry.js'
import { describeOnEngine, inSession, sources } from './session.js'

/** PLANS=10 is the long run; this one sees that it holds. */
const PLANS = Number(process.env['PLANS'] ?? 1)

const module = new TodoChatbot()

interface Options {
  service?: Service
  repository?: string
  git?: Directory
  username?: string
  password?: Secret
  dryRun?: boolean
  signingKey?: Secret
  format?: Format
  platform?: string[]
}

const publish = ({
  service,
  repository = `${REGISTRY}/team/app`,
  git = dag.host().directory(newRepository({ tags: ['v1.2.3'] })),
  ...rest
}: Options) => {
  const { project, backend, frontend, exceptions } = sources()
  const { username, password, dryRun = false, signingKey, format, platform } = rest
  const db = vulnerabilityDatabase([CANARY])
  return module.publish(
    ...([repository, git.asGit(), project, backend, frontend, exceptions] as const),
    ...([git.filter({ include: ['.git/config'] })] as const),
    ...([username, password, dryRun, false, signingKey, undefined, undefined, undefined] as const),
    ...([undefined, undefined, undefined, db, undefined, format, undefined, undefined, platform, service] as const),
  )
}
const plan = (git: Directory, format?: Format) => {
  const { backendImage, frontendImage } = sources()
  const config = git.filter({ include: ['.git/config'] })
  return module.plan(git.asGit(), backendImage, frontendImage, config, `${REGISTRY}/team/app`, undefined, format)
}
const digests = (report: string) => (JSON.parse(report) as Report).images.map(({ digest }) => digest)

describeOnEngine('publishing', () => {
  inSession('releases what was planned, signed, and reports it', async () => {
    const service = await proxiedRegistry({})
    const { key, publicKey } = await newKey('release')
    const folder = newRepository({ tags: ['v1.2.3'] })
    const git = dag.host().directory(folder)
    const planned = await plan(git, Format.Json)
    expect(await requestsTo(service)).toBe(0)
    const json = await publish({ service, git, signingKey: key, format: Format.Json })
    expect(digests(json)).toEqual(digests(planned))
    const { images, tests, scans, created } = JSON.parse(json) as Report
    const tags = ['v1.2.3', 'v1.2', `v1.2.3-${sha(folder)}`, 'main', `git-${sha(folder)}`]
    for (const image of images) expect(image.tags.map(({ name }) => name)).toEqual(tags)
    expect(tests).toContain('passed  recipes')
    expect(scans.map(({ name }) => name)).toEqual(['todo-backend', 'todo-frontend'])
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/)
    for (const { address, digest } of images) {
      const verified = module.verify(
        ...([`${address}:v1.2.3@${digest}`, publicKey, undefined, undefined] as const),
        ...([JSON.parse(json).commit, undefined, undefined, undefined, service] as const),
      )
      expect(await verified).toContain('scan passed: nothing of HIGH or worse')
    }
    const report = await publish({ service, git, signingKey: key })
    expect(report).toContain('# Release v1.2.3')
    expect(report).toContain(
      `cosign verify --key=cosign.pub --insecure-ignore-tlog=true ${REGISTRY}/team/app/todo-backend@`,
    )
  })

  inSession(`plans the same digests each time, ${PLANS} times more`, async () => {
    const git = dag.host().directory(newRepository({ tags: ['v1.2.3'] }))
    const first = digests(await plan(git, Format.Json))
    for (let count = 0; count < PLANS; count++) expect(digests(await plan(git, Format.Json))).toEqual(first)
    const text = await plan(git)
    expect(text).toContain('# Plan of release v1.2.3')
    expect(text).toMatch(/1\. every check of `dagger call test`\n2\. no known vulnerability/)
  })

  inSession('asks no registry in a dry run', async () => {
    const service = await proxiedRegistry({})
    const report = await publish({ service, dryRun: true })
    expect(report).toContain('A dry run: no registry was asked or changed.')
    expect(report).toContain(`${REGISTRY}/team/app/todo-backend`)
    expect(await requestsTo(service)).toBe(0)
  })

  inSession('refuses what can be no release before it builds anything', async () => {
    await expect(publish({ repository: 'https://ghcr.io/team/app' })).rejects.toThrow('is no image repository')
    await expect(publish({ repository: 'localhost:5000/team/app' })).rejects.toThrow(
      'use --registry-service=tcp://localhost:5000 and a name that ends in .localhost, such as registry.localhost:5000/PATH',
    )
    await expect(publish({ username: 'ci' })).rejects.toThrow('--password is missing')
    const dirty = dag.host().directory(newRepository()).withNewFile('new.txt', 'not committed')
    await expect(publish({ git: dirty })).rejects.toThrow('The checkout has uncommitted changes: new.txt.')
    await expect(publish({ git: dag.host().directory(newRepository({ tags: ['v1.2.3+build'] })) })).rejects.toThrow(
      'has build metadata',
    )
  })
})
