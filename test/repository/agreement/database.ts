import { CONTAINER_SECURITY_CONTEXT, IMAGE_PULL_POLICY, POSTGRES } from '../../../ci/src/project/services.js'
import { compare, type Departure, demand } from './departure.js'
import { type Container, environmentOf, find, labelsOf, type Manifest, type Probe } from './kubernetes.js'

const NAME = 'todo-postgres'
/** By number, because initdb needs a user with a name: `postgres` of postgres:15-alpine. */
const USER = 70
const DATA = POSTGRES.variables.find(({ name }) => name === 'PGDATA')?.example

/** Where the database's StatefulSet, Service and configuration depart from the contract. */
export function databaseDepartures(objects: Manifest[]): Departure[] {
  const set = find(objects, 'StatefulSet', NAME)?.spec
  const pod = set?.template?.spec
  const container = pod?.containers.find(({ name }) => name === POSTGRES.name)
  if (!set || !pod || !container) return demand(`${NAME}: StatefulSet`, false, pod?.containers, 'a container postgres')
  const claims = set.volumeClaimTemplates?.map(({ metadata }) => metadata.name) ?? []
  const data = container.volumeMounts?.filter(({ name }) => claims.includes(name)).map(({ mountPath }) => mountPath)
  const service = find(objects, 'Service', NAME)?.spec
  return [
    ...compare(`${NAME}: image`, container.image, POSTGRES.image),
    ...compare(`${NAME}: imagePullPolicy`, container.imagePullPolicy, IMAGE_PULL_POLICY),
    ...compare(`${NAME}: security context`, container.securityContext, CONTAINER_SECURITY_CONTEXT),
    ...compare(`${NAME}: security context of the pod`, pod.securityContext, {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    }),
    ...compare(
      `${NAME}: persistent volumes`,
      data,
      POSTGRES.mounts.map(({ path }) => path),
    ),
    ...compare(`${NAME}: port`, container.ports, [{ name: 'postgres', containerPort: POSTGRES.port }]),
    ...compare(`${NAME}: Service`, service?.selector, labelsOf(NAME)),
    ...compare(
      `${NAME}: port of the Service`,
      service?.ports?.map(({ port }) => port),
      [POSTGRES.port],
    ),
    ...probeRows(container),
    ...variableRows(container, objects),
    ...settingRows(objects),
  ]
}

function probeRows({ startupProbe, livenessProbe, readinessProbe }: Container): Departure[] {
  const { command, interval, timeout, retries } = POSTGRES.healthcheck
  const expected: Probe = {
    exec: { command },
    periodSeconds: interval,
    timeoutSeconds: timeout,
    failureThreshold: retries,
  }
  return [
    ...compare(`${NAME}: startup probe`, startupProbe?.exec, { command }),
    ...compare(`${NAME}: liveness probe`, livenessProbe, expected),
    ...compare(`${NAME}: readiness probe`, readinessProbe, expected),
  ]
}

function variableRows(container: Container, objects: Manifest[]): Departure[] {
  const given = environmentOf(container, objects)
  const password = given.get('POSTGRES_PASSWORD')
  return [
    ...compare(`${NAME}: POSTGRES_USER`, given.get('POSTGRES_USER'), { value: POSTGRES.user }),
    ...compare(`${NAME}: POSTGRES_DB`, given.get('POSTGRES_DB'), { value: POSTGRES.database }),
    ...compare(`${NAME}: PGDATA`, given.get('PGDATA'), { value: DATA }),
    ...demand(
      `${NAME}: POSTGRES_PASSWORD`,
      password !== undefined && 'secret' in password,
      password,
      'a key of a Secret, and no value',
    ),
  ]
}

function settingRows(objects: Manifest[]): Departure[] {
  const { data = {} } = objects.find(({ data }) => data?.['postgresql.conf'] !== undefined) ?? {}
  return settingDepartures(`${NAME}: postgresql.conf`, data['postgresql.conf'] ?? '')
}

/** Where a `postgresql.conf` departs from the contract's tuning. That it listens on every address is a container's affair. */
export function settingDepartures(row: string, text: string): Departure[] {
  const lines = [...text.matchAll(/^(\w+) = (\S+)$/gm)].map(([, name, value]) => [name, value])
  return compare(row, Object.fromEntries(lines), { listen_addresses: "'*'", ...POSTGRES.settings })
}
