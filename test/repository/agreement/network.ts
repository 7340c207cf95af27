import { ALL_SERVICES, POSTGRES } from '../../../ci/src/project/services.js'
import { compare, type Departure } from './departure.js'
import { find, labelsOf, type Manifest, type Peer, type Traffic } from './kubernetes.js'

const DATABASE = 'todo-postgres'
const INGRESS = 'namespace ingress-nginx'
/** The name of the port in the pods of our services. */
const HTTP = 'http'
const NAMES = 'namespace kube-system:53'

interface Rule {
  image: string
  /** By its name in the pods that are reached, or its number. */
  port: string | number
  from: string[]
  to: string[]
}

/** The allowed connections of each service: everything else is forbidden. */
const RULES: Rule[] = [
  { image: DATABASE, port: POSTGRES.port, from: clientsOf(POSTGRES.name), to: [] },
  ...ALL_SERVICES.map(
    (service): Rule => ({
      image: service.image,
      port: HTTP,
      from: [...clientsOf(service.name), ...(service.isPublic ? [INGRESS] : [])],
      to: [NAMES, ...service.connectsTo.map(addressOf)],
    }),
  ),
]

function clientsOf(name: string): string[] {
  return ALL_SERVICES.filter(({ connectsTo }) => connectsTo.includes(name)).map(({ image }) => image)
}

function addressOf(name: string): string {
  if (name === POSTGRES.name) return `${DATABASE}:${POSTGRES.port}`
  return `${ALL_SERVICES.find((service) => service.name === name)?.image}:${HTTP}`
}

/** Where the NetworkPolicies let more or less pass than the services need. */
export function networkDepartures(objects: Manifest[]): Departure[] {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name)
  const expected = ['nothing', ...RULES.map(({ image }) => image)]
  return [
    ...compare('NetworkPolicies', policies.sort(), expected.sort()),
    ...compare('NetworkPolicy of all pods', find(objects, 'NetworkPolicy', 'nothing')?.spec, {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    }),
    ...RULES.flatMap((rule) => ruleRows(objects, rule)),
  ]
}

function ruleRows(objects: Manifest[], { image, port, from, to }: Rule): Departure[] {
  const spec = find(objects, 'NetworkPolicy', image)?.spec
  if (!spec) return []
  const incoming = (spec.ingress ?? []).flatMap(({ from, ports }) => peers(from, ports))
  const outgoing = (spec.egress ?? []).flatMap(({ to, ports }) => peers(to, ports))
  return [
    ...compare(`${image}: pods of the NetworkPolicy`, spec.podSelector, { matchLabels: labelsOf(image) }),
    ...compare(`${image}: kinds of the NetworkPolicy`, spec.policyTypes, ['Ingress', 'Egress']),
    ...compare(`${image}: who reaches it`, incoming.sort(), from.map((name) => `${name}:${port}`).sort()),
    ...compare(`${image}: whom it reaches`, [...new Set(outgoing)].sort(), [...to].sort()),
  ]
}

/** Each pair of a peer and a port that a rule lets pass. Without a list it is everyone, or every port. */
function peers(list: Peer[] | undefined, ports: Traffic['ports']): string[] {
  const names = list?.length ? list.map(peerName) : ['everybody']
  const numbers = ports?.length ? ports.map(({ port }) => String(port)) : ['any']
  return names.flatMap((name) => numbers.map((number) => `${name}:${number}`))
}

function peerName({ podSelector, namespaceSelector }: Peer): string {
  const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name']
  const pod = podSelector?.matchLabels?.['app.kubernetes.io/name']
  if (namespaceSelector) return podSelector ? `${pod} in namespace ${namespace}` : `namespace ${namespace}`
  return pod ?? 'every pod'
}
