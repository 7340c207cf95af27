/** What observe.mjs sees of an image that runs under the contract's restrictions. */
export interface Observed {
  /** How the platform takes privileges away, for the report. */
  platform: string
  /** Whether the platform can forbid new privileges. */
  forbids: boolean
  process: Process
  /** Every path that the service's user may write; of a folder that it may, nothing below. */
  writable: string[]
  /** With the dependency there, gone, and back: the database of the backend, the backend of the frontend. */
  answers: Record<'present' | 'absent' | 'returned', Record<'live' | 'ready' | 'health', Answer>>
  /** Starts that have to fail. */
  refusals: Refusal[]
  /** After SIGTERM to the process 1 of a server that has answered. `exitCode` is null where it had to be killed. */
  stop: { exitCode: number | null; seconds: number }
  /** Processes that ended and that process 1 left behind, of those that it did not start. */
  zombies: number
  /** The end of what the server printed. */
  log: string
}

/** From /proc/PID/status; capabilities in hexadecimal. */
export interface Process {
  uid: number
  gid: number
  groups: number[]
  noNewPrivileges: boolean
  capabilities: { inheritable: string; permitted: string; effective: string; bounding: string; ambient: string }
}

export interface Answer {
  /** 0 where there was no answer. */
  status: number
  /** `status` of the JSON. */
  says: string
  /** Of the JSON, where it has them. */
  version?: string
  service?: string
  /** The shortest of some tries: the others tell how busy the machine is. */
  ms: number
}

/** What is given in place of the good values; null: the variable is missing. */
export interface Refusal {
  given: Record<string, string | null>
  /** null where the server went on. */
  exitCode: number | null
  output: string
}

/** A place where images run: inside Dagger, or a Docker daemon. */
export interface Platform {
  name: string
  forbids: boolean
  /** Values of all required variables, with which the image starts and finds its dependency. */
  variables: Record<string, string>
  dependency: { up(): Promise<void>; down(): Promise<void> }
  start(variables: Record<string, string>): Promise<Running>
  /** The same as process 1 of its namespace, where `start` does not do that. */
  startFirst(variables: Record<string, string>): Promise<Running>
}

/** A started image. */
export interface Running {
  /** Without a slash at its end. */
  url: string
  /** Settles when it ends by itself. */
  exited: Promise<number>
  output(): Promise<string>
  /** Runs a Node script inside, as the service's user; returns what it prints. */
  run(script: string): Promise<string>
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** How many ended processes process 1 has not reaped, a moment after one was left to it. Of `startFirst` only. */
  zombies(): Promise<number>
}

/** What is asked of a platform. */
export interface Plan {
  routes: Record<'live' | 'ready' | 'health', string>
  /** As in Refusal. */
  refusals: Record<string, string | null>[]
  /** How long a stop may take before it is killed. */
  stopSeconds: number
}
