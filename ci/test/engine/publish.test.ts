import { randomUUID } from 'node:crypto'
import { type Directory, dag, type Secret, type Service } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { digestAt, registry } from '../../src/registry.js'
import { CANARY, vulnerabilityDatabase } from './database.js'
import { commit, git, newRepository, sha } from './git.js'
import { guardedRegistry, LOGIN, REGISTRY, throwawayRegistry } from './registry.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()

interface Options {
  service?: Service
  repository?: string
  git?: Directory
  username?: string
  password?: Secret
  dryRun?: boolean
}

const publish = ({
  service,
  repository = `${REGISTRY}/team/app`,
  git = dag.host().directory(newRepository({ tags: ['v1.2.3'] })),
  ...rest
}: Options) => {
  const { project, backend, frontend, exceptions } = sources()
  const { username, password, dryRun = false } = rest
  const db = vulnerabilityDatabase([CANARY])
  return module.publish(
    repository,
    git.asGit(),
    project,
    backend,
    frontend,
    exceptions,
    username,
    password,
    dryRun,
    undefined,
    undefined,
    undefined,
    db,
    undefined,
    undefined,
    undefined,
    service,
  )
}
const tagsOfRelease = (report: string) => [...new Set(report.match(/`(?:v1|git-)[\w.-]+`/g))]

describeOnEngine('publishing', () => {
  inSession('pushes both images under every tag of the commit, each tag on one digest', async () => {
    const service = await throwawayRegistry(randomUUID())
    const report = await publish({ service })
    expect(tagsOfRelease(report)).toHaveLength(4)
    const to = registry({ repository: `${REGISTRY}/team/app`, service })
    for (const image of ['todo-backend', 'todo-frontend']) {
      const [, planned] = new RegExp(`${image} \\| \`(sha256:[0-9a-f]{64})\``).exec(report) ?? []
      for (const tag of ['v1.2.3', 'v1.2'])
        expect(await digestAt(`${REGISTRY}/team/app/${image}:${tag}`, to)).toBe(planned)
    }
  })

  inSession('is the same again when nothing changed', async () => {
    const service = await throwawayRegistry(randomUUID())
    const git = dag.host().directory(newRepository({ tags: ['v1.2.3'] }))
    expect(await publish({ service, git })).toBe(await publish({ service, git }))
  })

  inSession('never moves a version to another build, and pushes nothing then', async () => {
    const service = await throwawayRegistry(randomUUID())
    const folder = newRepository({ tags: ['v1.2.3'] })
    await publish({ service, git: dag.host().directory(folder) })
    commit(folder, 'second')
    git(folder, 'tag', '--force', 'v1.2.3')
    const moved = publish({ service, git: dag.host().directory(folder, { noCache: true }) })
    await expect(moved).rejects.toThrow(/todo-\w+:v1\.2\.3 is already published as sha256:.*a version never moves/)
    const to = registry({ repository: `${REGISTRY}/team/app`, service })
    expect(await digestAt(`${REGISTRY}/team/app/todo-backend:git-${sha(folder)}`, to)).toBeUndefined()
  })

  inSession('prints the plan of a dry run without asking the registry', async () => {
    const report = await publish({ repository: 'nowhere.invalid/team/app', dryRun: true })
    expect(report).toContain('# Plan of release v1.2.3')
    expect(report).toContain('nowhere.invalid/team/app/todo-backend')
  })

  inSession('needs the right password, and never shows the wrong one', async () => {
    const service = guardedRegistry(randomUUID())
    const wrong = publish({ service, username: LOGIN.username, password: dag.setSecret('wrong', 'hunter2-hunter2') })
    await expect(wrong).rejects.toThrow(/Registry localhost:5000 refused user ci: check --username and --password/)
    await expect(wrong).rejects.not.toThrow(/hunter2/)
    const report = await publish({
      service,
      username: LOGIN.username,
      password: dag.setSecret('right', LOGIN.password),
    })
    expect(report).toContain('# Release v1.2.3')
  })

  inSession('says that a registry is away', async () => {
    await expect(publish({ repository: '127.0.0.1:1/team/app' })).rejects.toThrow(
      /Registry 127\.0\.0\.1:1 failed, asked 4 times/,
    )
  })

  inSession('refuses what can be no release before it builds anything', async () => {
    await expect(publish({ repository: 'https://ghcr.io/team/app' })).rejects.toThrow('is no image repository')
    await expect(publish({ username: 'ci' })).rejects.toThrow('--password is missing')
    const dirty = dag.host().directory(newRepository()).withNewFile('new.txt', 'not committed')
    await expect(publish({ git: dirty })).rejects.toThrow('The checkout has uncommitted changes: new.txt.')
    await expect(publish({ git: dag.host().directory(newRepository({ tags: ['v1.2.3+build'] })) })).rejects.toThrow(
      'has build metadata',
    )
  })
})
