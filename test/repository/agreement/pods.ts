import type { HttpServiceContract, ServiceContract } from '../../../ci/src/project/contract-types.js'
import {
  CONTAINER_SECURITY_CONTEXT,
  IMAGE_PULL_POLICY,
  IMAGE_PULL_SECRET,
  isHttpService,
  POD_SECURITY_CONTEXT,
  SERVICES,
} from '../../../ci/src/project/services.js'
import { compare, type Departure, demand } from './departure.js'
import { type Container, environmentOf, find, labelsOf, type Manifest, type PodSpec } from './kubernetes.js'
import { variableDepartures } from './variables.js'

/** Where the Deployment of a service, and what belongs to it, departs from the contract. */
export function serviceDepartures(objects: Manifest[], service: ServiceContract): Departure[] {
  const { name, image } = service
  const pod = find(objects, 'Deployment', image)?.spec.template?.spec
  const container = pod?.containers.find((one) => one.name === name)
  if (!pod || !container) return demand(`${image}: Deployment`, false, pod?.containers, `a container named ${name}`)
  return [
    ...podRows(image, pod, service),
    ...[...(pod.initContainers ?? []), ...pod.containers].flatMap((each) => containerRows(each, objects, service)),
    // Nothing in place of the image's own.
    ...compare(`${image}: command`, [container.command, container.args], [undefined, undefined]),
    ...portRows(container, objects, service),
    ...mountRows(container, pod, service),
    ...variableDepartures(`${image}`, environmentOf(container, objects), service),
    ...apiRows(container, objects, service),
    ...aroundRows(objects, service),
  ]
}

function podRows(image: string, pod: PodSpec, { user }: ServiceContract): Departure[] {
  const securityContext = { ...POD_SECURITY_CONTEXT, runAsGroup: user.gid }
  return [
    ...compare(`${image}: security context of the pod`, pod.securityContext, securityContext),
    ...compare(`${image}: imagePullSecrets`, pod.imagePullSecrets, [{ name: IMAGE_PULL_SECRET }]),
    ...compare(`${image}: service account token`, pod.automountServiceAccountToken, false),
  ]
}

function containerRows(container: Container, objects: Manifest[], service: ServiceContract): Departure[] {
  const { image, resources, variables } = service
  const row = `${image}: ${container.name}`
  const secret = new Set(variables.filter(({ secret }) => secret).map(({ name }) => name))
  const written = [...environmentOf(container, objects)].filter(([name, given]) => 'value' in given && secret.has(name))
  const pinned = new RegExp(
    `^(\\S+/)?${image}(:v\\d+\\.\\d+\\.\\d+[\\w.-]*(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$`,
  )
  return [
    ...demand(`${row}: image`, pinned.test(container.image), container.image, `${image}:vX.Y.Z or a digest`),
    ...compare(`${row}: imagePullPolicy`, container.imagePullPolicy, IMAGE_PULL_POLICY),
    ...compare(`${row}: security context`, container.securityContext, CONTAINER_SECURITY_CONTEXT),
    ...demand(`${row}: secrets`, written.length === 0, written, 'keys of Secrets, and no values'),
    ...compare(`${row}: resources`, container.resources, resources),
  ]
}

/** A service that listens on no port has no port, no probe of one and no Service. */
function portRows(container: Container, objects: Manifest[], service: ServiceContract): Departure[] {
  const { image } = service
  if (isHttpService(service))
    return [
      ...compare(`${image}: port`, container.ports, [{ name: 'http', containerPort: service.port }]),
      ...probeRows(container, service),
      ...addressRows(objects, service),
    ]
  return [
    ...compare(`${image}: port`, container.ports, undefined),
    ...compare(`${image}: readiness probe`, container.readinessProbe, undefined),
    ...compare(`${image}: Service`, find(objects, 'Service', image), undefined),
  ]
}

function probeRows(container: Container, { image, routes, healthcheck }: HttpServiceContract): Departure[] {
  const { startupProbe, livenessProbe, readinessProbe } = container
  const { interval, timeout, startPeriod, retries } = healthcheck
  const get = ({ path }: { path: string }) => ({ path, port: 'http' })
  const started = (startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)
  return [
    ...compare(`${image}: startup probe`, startupProbe?.httpGet, get(routes.live)),
    ...compare(`${image}: seconds to start`, started, startPeriod),
    ...compare(`${image}: liveness probe`, livenessProbe, {
      httpGet: get(routes.live),
      periodSeconds: interval,
      timeoutSeconds: timeout,
      failureThreshold: retries,
    }),
    ...compare(`${image}: readiness probe`, readinessProbe?.httpGet, get(routes.ready)),
    // Kubernetes counts whole seconds.
    ...compare(
      `${image}: time limit of the readiness probe`,
      readinessProbe?.timeoutSeconds,
      Math.ceil(routes.ready.withinMs / 1000),
    ),
  ]
}

function mountRows({ volumeMounts = [] }: Container, pod: PodSpec, { image, mounts }: ServiceContract): Departure[] {
  const kindOf = (volume: string) =>
    Object.keys(pod.volumes?.find(({ name }) => name === volume) ?? {}).find((key) => key !== 'name')
  const found = volumeMounts.map(({ name, mountPath }) => `${mountPath} ${kindOf(name)}`)
  return compare(`${image}: mounts`, found.sort(), mounts.map(({ path, kind }) => `${path} ${kind}`).sort())
}

/** The frontend reaches the backend by the name and the port of its Service. */
function apiRows(container: Container, objects: Manifest[], { name, image }: ServiceContract): Departure[] {
  if (name !== 'frontend') return []
  const { backend } = SERVICES
  const value = `http://${backend.image}:${backend.port}`
  return compare(`${image}: API_URL`, environmentOf(container, objects).get('API_URL'), { value })
}

function aroundRows(objects: Manifest[], { image }: ServiceContract): Departure[] {
  const budget = find(objects, 'PodDisruptionBudget', image)?.spec
  const labels = labelsOf(image)
  return [
    ...compare(`${image}: pod labels`, find(objects, 'Deployment', image)?.spec.template?.metadata.labels, labels),
    ...compare(`${image}: PodDisruptionBudget`, budget?.selector, { matchLabels: labels }),
  ]
}

function addressRows(objects: Manifest[], { image, port }: HttpServiceContract): Departure[] {
  const service = find(objects, 'Service', image)?.spec
  const ports = service?.ports?.map(({ port, targetPort }) => ({ port, targetPort }))
  return [
    ...compare(`${image}: Service`, service?.selector, labelsOf(image)),
    ...compare(`${image}: port of the Service`, ports, [{ port, targetPort: 'http' }]),
  ]
}
