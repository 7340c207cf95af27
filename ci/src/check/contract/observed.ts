/** The results of running an image under the contract's restrictions (runtime/observe.ts). */
export interface Observed {
  /** The program that ran the image, for the report. */
  runtime: string
  /** The service's process 1 while it serves. Absent where it ended before it could be inspected. */
  process?: ProcessState
  /** Exit code of the image's own HEALTHCHECK, run inside the container while the service is ready; null where it did not end in time, and absent where the contract has none. */
  healthcheck?: number | null
  /** With the dependency running, stopped and started again: the database of the backend, the backend of the frontend. Absent for a service without routes. */
  answers?: Record<'present' | 'absent' | 'returned', Record<'live' | 'ready' | 'health', Answer>>
  /** Starts that have to fail. */
  refusals: Refusal[]
  /** After SIGTERM to process 1 of a server that has answered. `exitCode` is null where it had to be killed. */
  stop: { exitCode: number | null; seconds: number }
  /** The end of the server's output. */
  log: string
}

/** Read from /proc/PID (proc(5)) of the service's first process, and through /proc/PID/root; capabilities in hexadecimal. */
export interface ProcessState {
  /** Its id in its own PID namespace. */
  pid: number
  command: string[]
  uid: number
  gid: number
  noNewPrivileges: boolean
  /** Whether a seccomp filter is installed. */
  seccompFilter: boolean
  capabilities: Record<'inheritable' | 'permitted' | 'effective' | 'bounding' | 'ambient', string>
  /** Every path that the service's user may write. A writable folder stands for everything below it. */
  writable: string[]
  /** Children that have ended and were not reaped. */
  zombies: number
}

export interface Answer {
  /** 0 where there was no answer. */
  statusCode: number
  /** `status` of the JSON. */
  status: string
  /** Of the JSON, where it has them. */
  version?: string
  service?: string
  /** The shortest of some tries: the others tell how busy the machine is. */
  ms: number
}

/** Values that replace the good ones; null: the variable is missing. */
export interface Refusal {
  given: Record<string, string | null>
  /** null where the server went on. */
  exitCode: number | null
  output: string
}

/** A runtime that runs one image: an OCI runtime inside Dagger, or a Docker daemon. */
export interface Runtime {
  name: string
  /** Values of all required variables, with which the image starts and finds its dependency. */
  variables: Record<string, string>
  dependency: { start(): Promise<void>; stop(): Promise<void> }
  run(variables: Record<string, string>): Promise<RunningContainer>
}

/** A started image, restricted as the contract says. */
export interface RunningContainer {
  /** Without a slash at its end. */
  url: string
  /** Settles with the exit code when process 1 ends. */
  exited: Promise<number>
  /** Everything that it has printed. */
  output(): Promise<string>
  /** Leaves an orphan to process 1 and reads its state after a second; undefined where it has ended. */
  inspect(): Promise<ProcessState | undefined>
  /** Runs the image's HEALTHCHECK inside. Returns its exit code, or null after `seconds`. */
  healthcheck(seconds: number): Promise<number | null>
  /** Sends a signal to process 1, if it still runs. */
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** What a runtime has to find out about an image. */
export interface Plan {
  /** Absent for a service that listens on no port. */
  routes?: Record<'live' | 'ready' | 'health', string>
  /** As in Refusal. */
  refusals: Record<string, string | null>[]
  /** How long a stop may take before it is killed. */
  stopSeconds: number
  /** How long the HEALTHCHECK may take; absent where the contract has none. */
  healthcheckSeconds?: number
}
