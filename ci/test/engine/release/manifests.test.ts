import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { leftOut } from '../../../../test/left-out.js'
import { parseManifests, render, withoutKustomize } from '../../../../test/repository/kustomize.js'
import { ALL_SERVICES, POSTGRES } from '../../../src/project/services.js'
import { MANIFEST_SOURCE } from '../../../src/project/sources.js'
import { release } from '../../../src/release/push.js'
import { parseRegistry } from '../../../src/release/registry.js'
import { throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession, root } from '../session.js'
import { type ManifestOptions, REPOSITORY, manifests as writeManifests } from '../verbs.js'
import { smallImages } from './small.js'

const DIGEST = `sha256:${'a'.repeat(64)}`
const IMAGES = ALL_SERVICES.map(({ image }) => image)
const FILE = 'deploy/kubernetes/overlays/production/images/kustomization.yaml'
const NO_REGISTRY = 'nowhere.invalid/team/app'

const manifests = (options: Omit<ManifestOptions, 'source'>) => {
  const source = dag.host().directory(root, { exclude: MANIFEST_SOURCE })
  return writeManifests({ source, repository: NO_REGISTRY, ...options })
}

describeOnEngine('the manifests of a version', () => {
  inSession('name its images by the digests that the registry has for them', async () => {
    const service = await throwawayRegistry(randomUUID())
    const repository = REPOSITORY
    const images = await smallImages(randomUUID(), IMAGES)
    await release(images, { registry: parseRegistry({ repository, service }), force: false })
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
      await (await manifests({ digest: IMAGES.map((name) => `${name}=${DIGEST}`) })).export(folder)
      const pods = parseManifests(await render(folder)).flatMap(({ spec }) => spec?.template?.spec ?? [])
      rmSync(folder, { recursive: true })
      const image = (name: string) => `${NO_REGISTRY}/${name}:v1.2.3@${DIGEST}`
      expect(pods.flatMap(({ containers }) => containers.map(({ image }) => image)).sort()).toEqual(
        [...IMAGES.map(image), POSTGRES.image].sort(),
      )
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

  inSession('are refused for a tag that moves, an unknown overlay and an invalid digest', async () => {
    await expect(manifests({ version: 'latest' })).rejects.toThrow(
      '--version "latest" is not a published version: use a tag such as',
    )
    await expect(manifests({ overlay: 'staging' })).rejects.toThrow(
      '--overlay "staging" is not in deploy/kubernetes/overlays: use minikube or production',
    )
    for (const digest of ['todo-backend=sha256:1', `todo=${DIGEST}`, DIGEST])
      await expect(manifests({ digest: [digest] })).rejects.toThrow(`--digest "${digest}" is not valid: use IMAGE=`)
  })
})
