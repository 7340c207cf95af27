import { ALL_SERVICES, SERVICES } from '../../../ci/src/project/services.js'
import { databaseDepartures } from './database.js'
import { compare, type Departure, demand } from './departure.js'
import { environmentOf, find, type Manifest } from './kubernetes.js'
import { networkDepartures } from './network.js'
import { serviceDepartures } from './pods.js'

const { backend, frontend } = SERVICES
const PUBLIC_IMAGES = ALL_SERVICES.filter(({ isPublic }) => isPublic)
  .map(({ image }) => image)
  .sort()

/**
 * Every place where rendered manifests depart from the contract.
 * @param objects all objects of an overlay
 * @param migrate the command of the migrations, as Compose has it
 */
export function manifestDepartures(objects: Manifest[], migrate: string[]): Departure[] {
  return [
    ...ALL_SERVICES.flatMap((service) => serviceDepartures(objects, service)),
    ...databaseDepartures(objects),
    ...networkDepartures(objects),
    ...migrationRows(objects, migrate),
    ...ingressRows(objects),
    ...secretRows(objects),
  ]
}

/** Before each start of the backend, by its own image. */
function migrationRows(objects: Manifest[], migrate: string[]): Departure[] {
  const pod = find(objects, 'Deployment', backend.image)?.spec.template?.spec
  const found = pod?.initContainers?.map(({ image, command, args }) => ({ image, command, args }))
  return compare('migrations', found, [
    // Kubernetes' `args` are Compose's `command`: both leave the entry point of the image in place.
    { image: pod?.containers[0]?.image, command: undefined, args: migrate },
  ])
}

/** The hosts lead to the services, and the services know the host they are reached by. */
function ingressRows(objects: Manifest[]): Departure[] {
  const rules = find(objects, 'Ingress', 'todo-chatbot')?.spec.rules ?? []
  const hosts = new Map(rules.map(({ host, http }) => [http.paths[0]?.backend.service.name, host]))
  const site = variable(objects, frontend.image, 'BETTER_AUTH_URL')
  const hostname = URL.canParse(site) ? new URL(site).hostname : site
  return [
    ...compare('Ingress: services', [...hosts.keys()].sort(), PUBLIC_IMAGES),
    ...compare('Ingress: host of BETTER_AUTH_URL', hostname, hosts.get(frontend.image)),
    ...compare('Ingress: CORS_ORIGINS', variable(objects, backend.image, 'CORS_ORIGINS'), site),
  ]
}

function variable(objects: Manifest[], image: string, name: string): string {
  const container = find(objects, 'Deployment', image)?.spec.template?.spec.containers[0]
  const given = container && environmentOf(container, objects).get(name)
  return given && 'value' in given ? given.value : `no ${name}`
}

/** Secrets are applied on their own: an overlay with one would have its value in the repository. */
function secretRows(objects: Manifest[]): Departure[] {
  const secrets = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name)
  return demand('Secrets in an overlay', secrets.length === 0, secrets, 'none')
}

/** The keys of Secrets that the pods ask for, as `todo-backend/JWT_SECRET`. */
export function secretKeys(objects: Manifest[]): string[] {
  const pods = objects.flatMap(({ spec }) => spec?.template?.spec ?? [])
  const containers = pods.flatMap(({ initContainers = [], containers }) => [...initContainers, ...containers])
  const given = containers.flatMap((container) => [...environmentOf(container, objects).values()])
  return [...new Set(given.flatMap((one) => ('secret' in one ? [`${one.secret}/${one.key}`] : [])))].sort()
}
