/** As much of Kubernetes' objects as the agreement reads. */
export interface Manifest {
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  data?: Record<string, string>
  spec: Spec
}

interface Spec {
  replicas?: number
  template?: { metadata: { labels: Labels }; spec: PodSpec }
  selector?: Labels | { matchLabels: Labels }
  ports?: { port: number; targetPort: string }[]
  volumeClaimTemplates?: { metadata: { name: string } }[]
  rules?: { host: string; http: { paths: { backend: { service: { name: string } } }[] } }[]
  podSelector?: Selector
  policyTypes?: string[]
  ingress?: Traffic[]
  egress?: Traffic[]
}

type Labels = Record<string, string>
interface Selector {
  matchLabels?: Labels
}

export interface Traffic {
  from?: Peer[]
  to?: Peer[]
  ports?: { port: number | string }[]
}

export interface Peer {
  podSelector?: Selector
  namespaceSelector?: Selector
}

export interface PodSpec {
  securityContext?: unknown
  imagePullSecrets?: { name: string }[]
  automountServiceAccountToken?: boolean
  initContainers?: Container[]
  containers: Container[]
  volumes?: ({ name: string } & Record<string, unknown>)[]
}

export interface Container {
  name: string
  image: string
  imagePullPolicy?: string
  command?: string[]
  args?: string[]
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[]
  envFrom?: { configMapRef?: { name: string } }[]
  ports?: { name: string; containerPort: number }[]
  startupProbe?: Probe
  livenessProbe?: Probe
  readinessProbe?: Probe
  resources?: { limits?: unknown; requests?: unknown }
  securityContext?: unknown
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[]
}

export interface Probe {
  httpGet?: { path: string; port: string }
  exec?: { command: string[] }
  periodSeconds?: number
  timeoutSeconds?: number
  failureThreshold?: number
}

export const find = (objects: Manifest[], kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name)

/** The label by which Services, budgets and policies choose the pods of a service. */
export const labelsOf = (image: string): Labels => ({ 'app.kubernetes.io/name': image })

/** A variable as a container gets it: a value, or the key of a Secret. */
export type Given = { value: string } | { secret: string; key: string }

/** All variables that a manifest gives to a container; those by name come after those of ConfigMaps. */
export function environmentOf({ env = [], envFrom = [] }: Container, objects: Manifest[]): Map<string, Given> {
  const given = new Map<string, Given>()
  for (const { configMapRef } of envFrom) {
    const { data = {} } = find(objects, 'ConfigMap', configMapRef?.name ?? '') ?? {}
    for (const [name, value] of Object.entries(data)) given.set(name, { value })
  }
  for (const { name, value = '', valueFrom } of env) {
    const { name: secret, key } = valueFrom?.secretKeyRef ?? {}
    given.set(name, secret !== undefined && key !== undefined ? { secret, key } : { value })
  }
  return given
}
