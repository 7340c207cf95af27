/** The words in which the contract is written: see contract.ts for what it says. */

/** A variable that a service reads. */
export interface Variable {
  name: string
  /** Required at run time; `build`: given to the build and frozen into the image. */
  required: boolean | 'build'
  /** What holds where nobody sets it. Never a secret, and never there for a required variable that the image does not set. */
  default?: string
  /** The image itself sets it, to its default. */
  inImage?: true
  /** Comes from a Secret, and is never written in an image, a manifest or a ConfigMap. */
  secret?: true
  /** What is right, in words. */
  rule: string
  /** A value that the service accepts; of a secret, one that opens nothing. */
  example: string
  /** Values that it refuses. */
  malformed: string[]
}

/** A health route: a GET that answers in JSON. */
export interface Route {
  path: string
  /** What the route says where all is well. */
  status: 'alive' | 'ready' | 'healthy'
  /** The most milliseconds that an answer may take. */
  withinMs: number
}

/** A path that the service may write. */
export interface Mount {
  path: string
  purpose: string
  kind: 'emptyDir' | 'persistentVolumeClaim'
  /** `recommended`: the service runs without it too. */
  required: true | 'recommended'
}

/** Times are whole seconds. */
export interface Healthcheck {
  command: string[]
  interval: number
  timeout: number
  startPeriod: number
  retries: number
}

/** Quantities as Kubernetes writes them. */
export interface Resources {
  limits: { cpu: string; memory: string }
  requests: { cpu: string; memory: string }
}

/** A service whose image this project makes. One without a port, routes and a health check is a worker. */
export interface ServiceContract {
  /** Its folder in `services`, and its name in Compose. */
  name: string
  /** The public name of the image, behind the repository; also the name of its objects in Kubernetes. */
  image: string
  description: string
  user: { uid: number; gid: number }
  workdir: string
  entrypoint: string[]
  command: string[]
  port?: number
  variables: Variable[]
  /** The variable that holds the version of the image, which the route `health` repeats. */
  versionVariable: string
  routes?: Routes
  healthcheck?: Healthcheck
  /** The declared mounts: nothing else may be written. */
  mounts: Mount[]
  /** Labels that the image has to carry, and not empty. */
  labels: string[]
  /** The most bytes that the image may have above its base. */
  budget: number
  /** The most seconds from SIGTERM to the end, and the exit codes that count as success. */
  stop: { withinSeconds: number; exitCodes: number[] }
  resources: Resources
  /** The variable with the address of the service that it needs to be ready, and whether that is PostgreSQL or an HTTP server. */
  dependency: { variable: string; protocol: 'postgresql' | 'http' }
  /** The services, and `postgres`, that it connects to. Kubernetes' network policies allow nothing else. */
  connectsTo: string[]
  /** The services that Compose starts before it: each is healthy, or has ended well if it is `migrate`. */
  startsAfter: string[]
  /** Whether people reach it from outside the cluster, through the Ingress. */
  isPublic: boolean
}

/** The health routes of an HTTP server. */
export interface Routes {
  live: Route
  ready: Route
  health: Route
}

/** A service that is an HTTP server. */
export type HttpServiceContract = ServiceContract & Required<Pick<ServiceContract, 'port' | 'routes' | 'healthcheck'>>

/** PostgreSQL is taken as it is: the contract says how it is run. */
export interface DatabaseContract {
  name: 'postgres'
  image: string
  port: number
  user: string
  database: string
  variables: Variable[]
  /** The one command of liveness and readiness, by TCP: on its socket PostgreSQL answers before its data folder is complete. */
  healthcheck: Pick<Healthcheck, 'command' | 'interval' | 'timeout' | 'retries'>
  mounts: Mount[]
  /** The settings of `postgresql.conf`. */
  settings: Record<string, string>
}
