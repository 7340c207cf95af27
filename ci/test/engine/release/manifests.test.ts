import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dag, type Service } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { leftOut } from '../../../../test/left-out.js'
import { parseManifests, render, withoutKustomize } from '../../../../test/repository/kustomize.js'
import { TodoChatbot } from '../../../src/index.js'
import { SERVICES } from '../../../src/project/services.js'
import { MANIFEST_SOURCE } from '../../../src/project/sources.js'
import { release } from '../../../src/release/push.js'
import { registry } from '../../../src/release/registry.js'
import { REGISTRY, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession, root } from '../session.js'
import { smallImages } from './small.js'

const module = new TodoChatbot()
const DIGEST = `sha256:${'a'.repeat(64)}`
const FILE = 'deploy/kubernetes/overlays/production/images/kustomization.yaml'
const NO_REGISTRY = 'nowhere.invalid/team/app'

interface Options {
  version?: string
  overlay?: string
  repository?: string
  digest?: string
  service?: Service
}

const manifests = ({ version = 'v1.2.3', overlay, repository = NO_REGISTRY, digest, service }: Options) => {
  const source = dag.host().directory(root, { exclude: MANIFEST_SOURCE })
  const git = dag.directory()
  return module.manifests(version, source, git, overlay, repository, undefined, undefined, digest, digest, service)
}

describeOnEngine('the manifests of a version', () => {
  inSession('name its images by the digests that the registry has for them', async () => {
    const service = await throwawayRegistry(randomUUID())
    const repository = `${REGISTRY}/team/app`
    const images = await smallImages(
      randomUUID(),
      Object.values(SERVICES).map(({ image }) => image),
    )
    await release(images, { to: registry({ repository, service }), force: false })
    const written = await manifests({ repository, service })
    expect(parse(await written.file(FILE).contents()).images).toEqual(
      images.map(({ name, layout: { digest } }) => ({
        name,
        newName: `${repository}/${name}`,
        newTag: 'v1.2.3',
        digest,
      })),
    )
    await expect(manifests({ repository, service, version: 'v1.2.4' })).rejects.toThrow(
      /app\/todo-\w+:v1\.2\.4 is not published: publish it first/,
    )
  })

  // What renders has to be on this machine.
  if (withoutKustomize) leftOut('The manifests of a version, rendered', withoutKustomize)
  else
    inSession('can be applied as they are', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'todo-manifests-'))
      await (await manifests({ digest: DIGEST })).export(folder)
      const pods = parseManifests(await render(folder)).flatMap(({ spec }) => spec?.template?.spec ?? [])
      rmSync(folder, { recursive: true })
      const image = (name: string) => `${NO_REGISTRY}/${name}:v1.2.3@${DIGEST}`
      expect(pods.flatMap(({ containers }) => containers.map(({ image }) => image))).toEqual([
        image('todo-backend'),
        image('todo-frontend'),
        'postgres:15-alpine',
      ])
    })

  inSession('never hold the secrets that somebody filled in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'todo-secrets-'))
    const secrets = join(folder, 'deploy/kubernetes/secrets')
    mkdirSync(secrets, { recursive: true })
    for (const name of ['backend.env', 'backend.env.example', 'ghcr.json']) writeFileSync(join(secrets, name), 'secret')
    const source = dag.host().directory(folder, { exclude: MANIFEST_SOURCE })
    expect(await source.glob('**/*.*')).toEqual(['deploy/kubernetes/secrets/backend.env.example'])
    rmSync(folder, { recursive: true })
  })

  inSession('are refused for what can move, is nowhere or is no digest', async () => {
    await expect(manifests({ version: 'latest' })).rejects.toThrow('--version "latest" is no version: give one that')
    await expect(manifests({ overlay: 'staging' })).rejects.toThrow(
      '--overlay "staging" is none of deploy/kubernetes/overlays: choose minikube or production',
    )
    await expect(manifests({ digest: 'sha256:1' })).rejects.toThrow('--backend-digest "sha256:1" is no digest')
  })
})
