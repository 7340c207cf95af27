import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { LOCAL_API_URL, SERVICES } from '../../ci/src/project/services.js'
import { leftOut } from '../left-out.js'
import type { Compose } from './agreement/compose.js'
import { rowsOf } from './agreement/departure.js'
import type { Manifest } from './agreement/kubernetes.js'
import { manifestDepartures, secretKeys } from './agreement/manifests.js'
import { planted } from './agreement/plant.js'
import { OVERLAYS, overlayFolder, parseManifests, render, withoutKustomize } from './kustomize.js'
import { read, root } from './tools.js'

if (withoutKustomize) leftOut('The manifests against the contract', withoutKustomize)

const compose: Compose = parse(read('docker-compose.yml'), { merge: true })
const departures = (objects: Manifest[]) =>
  manifestDepartures(objects, compose.services['migrate']?.command ?? ['no migrations'])

const SECRET = 'dev-secret-min-32-characters-long'
const POD = 'spec.template.spec.'
const CONTAINER = `${POD}containers.0.`
/** What is planted where, and the row that has to name it. */
type Plants = [title: string, path: string, value: unknown, row: string][]

describe.runIf(withoutKustomize === undefined)('Kubernetes', () => {
  let production: Manifest[] = []
  beforeAll(async () => {
    production = parseManifests(await render(overlayFolder('production')))
  })

  it.each(OVERLAYS)('has manifests as the contract says: %s', async (overlay) => {
    expect(departures(parseManifests(await render(overlayFolder(overlay))))).toEqual([])
  })

  it('has a template for every secret that the pods ask for, and no value in it', () => {
    const files = readdirSync(`${root}deploy/kubernetes/secrets`).filter((file) => file.endsWith('.env.example'))
    const templates = files.flatMap((file) => {
      const lines = [...read(`deploy/kubernetes/secrets/${file}`).matchAll(/^(\w+)=(.*)$/gm)]
      return lines.map(([, key, value]) => `todo-${file.replace('.env.example', '')}/${key}${value}`)
    })
    expect(templates.sort()).toEqual(secretKeys(production))
  })

  describe('names a departure of the backend:', () =>
    namesEach('Deployment/todo-backend', POD, 'todo-backend: ', [
      ['another user', 'securityContext.runAsUser', 0, 'security context of the pod'],
      ['root, if an image wants it', 'securityContext.runAsNonRoot', false, 'security context of the pod'],
      ['any system call', 'securityContext.seccompProfile', undefined, 'security context of the pod'],
      ['a token of the cluster', 'automountServiceAccountToken', true, 'service account token'],
      ['a volume of the node', 'volumes.0', { name: 'tmp', hostPath: { path: '/tmp' } }, 'mounts'],
      ['a secret of migrations', 'initContainers.0.env.0', { name: 'DATABASE_URL', value: SECRET }, 'migrate: secrets'],
      ['privileges for migrations', 'initContainers.0.securityContext', undefined, 'migrate: security context'],
    ]))

  describe('names a departure of its container:', () =>
    namesEach('Deployment/todo-backend', CONTAINER, 'todo-backend: ', [
      ['a writable root', 'securityContext.readOnlyRootFilesystem', false, 'backend: security context'],
      ['another pull policy', 'imagePullPolicy', 'Always', 'backend: imagePullPolicy'],
      ['latest', 'image', 'ghcr.io/yourorg/todo-backend:latest', 'backend: image'],
      ['another command', 'command', ['sh'], 'command'],
      ['another port', 'ports.0.containerPort', SERVICES.backend.port + 1, 'port'],
      ['no liveness probe', 'livenessProbe', undefined, 'liveness probe'],
      ['liveness that asks the database', 'livenessProbe.httpGet.path', '/readyz', 'liveness probe'],
      ['a hurried start', 'startupProbe.failureThreshold', 1, 'seconds to start'],
      ['more memory', 'resources.limits.memory', '2Gi', 'backend: resources'],
      ['a secret', 'env.1', { name: 'JWT_SECRET', value: SECRET }, 'JWT_SECRET'],
      ['a level that is none', 'env.2', { name: 'LOG_LEVEL', value: 'LOUD' }, 'LOG_LEVEL'],
    ]))

  describe('names a departure of the frontend:', () =>
    namesEach('Deployment/todo-frontend', POD, 'todo-frontend: ', [
      ['another group', 'securityContext.runAsGroup', 0, 'security context of the pod'],
      ['no pull secret', 'imagePullSecrets', undefined, 'imagePullSecrets'],
    ]))

  describe('names a departure of its container:', () =>
    namesEach('Deployment/todo-frontend', CONTAINER, 'todo-frontend: ', [
      ['an extra capability', 'securityContext.capabilities.add', ['NET_ADMIN'], 'frontend: security context'],
      ['no tag at all', 'image', 'todo-frontend', 'frontend: image'],
      ['no readiness probe', 'readinessProbe', undefined, 'readiness probe'],
      ['another time limit', 'readinessProbe.timeoutSeconds', 10, 'time limit of the readiness probe'],
      ['no requests', 'resources.requests', undefined, 'frontend: resources'],
      ['a missing volume', 'volumeMounts.1', undefined, 'mounts'],
      ['a missing secret', 'env.1', undefined, 'BETTER_AUTH_SECRET'],
      ['another API_URL', 'env.2', { name: 'API_URL', value: LOCAL_API_URL }, 'API_URL'],
      ['a variable that nobody reads', 'env.2', { name: 'DEBUG', value: '1' }, 'unknown variables'],
    ]))

  describe('names a departure of the database:', () =>
    namesEach('StatefulSet/todo-postgres', 'spec.', 'todo-postgres: ', [
      ['data that go with the pod', 'volumeClaimTemplates', undefined, 'persistent volumes'],
      ['root', 'template.spec.securityContext.runAsUser', 0, 'security context of the pod'],
      ['another version', 'template.spec.containers.0.image', 'postgres:16-alpine', 'image'],
      ['no probe', 'template.spec.containers.0.readinessProbe', undefined, 'readiness probe'],
      [
        'its password',
        'template.spec.containers.0.env.4',
        { name: 'POSTGRES_PASSWORD', value: 'todo' },
        'POSTGRES_PASSWORD',
      ],
    ]))

  describe('names a departure of what is around them:', () => {
    const { migrations, services } = { migrations: `${POD}initContainers`, services: 'spec.ports.0.port' }
    it.each([
      ['no migrations', 'Deployment/todo-backend', migrations, undefined, 'migrations'],
      [
        'migrations of another version',
        'Deployment/todo-backend',
        `${migrations}.0.image`,
        'todo-backend:v0.9.0',
        'migrations',
      ],
      ['another port', 'Service/todo-frontend', services, 80, 'todo-frontend: port of the Service'],
      ['no budget', 'PodDisruptionBudget/todo-backend', '', undefined, 'todo-backend: PodDisruptionBudget'],
      ['no NetworkPolicy', 'NetworkPolicy/todo-postgres', '', undefined, 'NetworkPolicies'],
      [
        'a database for all',
        'NetworkPolicy/todo-postgres',
        'spec.ingress.0.from',
        undefined,
        'todo-postgres: who reaches it',
      ],
      ['a way out', 'NetworkPolicy/todo-backend', 'spec.egress.2', {}, 'todo-backend: whom it reaches'],
      ['unguarded pods', 'NetworkPolicy/nothing', 'spec.podSelector.matchLabels', {}, 'NetworkPolicy of all pods'],
      ['another host', 'Ingress/todo-chatbot', 'spec.rules.0.host', 'example.org', 'Ingress: host of BETTER_AUTH_URL'],
      ['a Secret', 'Service/todo-frontend', 'kind', 'Secret', 'Secrets in an overlay'],
    ])('%s', (_, object, path, value, row) => {
      expect(rowsOf(departures(plantedIn(object, path, value)))).toContain(row)
    })
  })

  function namesEach(object: string, prefix: string, named: string, plants: Plants) {
    it.each(plants)('%s', (_, path, value, row) => {
      expect(rowsOf(departures(plantedIn(object, prefix + path, value)))).toContain(named + row)
    })
  }

  function plantedIn(object: string, path: string, value: unknown): Manifest[] {
    const index = production.findIndex(({ kind, metadata }) => `${kind}/${metadata.name}` === object)
    return planted(production, index, path, value)
  }
})
