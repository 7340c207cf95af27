import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from '../ci/host/free-port.js'
import { waitForOk } from '../test/wait-for-ok.js'

const HOST = '127.0.0.1'
const root = fileURLToPath(new URL('..', import.meta.url))

/** A Node process that serves HTTP, started as in its image. */
export interface Server {
  url: string
  /** Time from the start of the process to its first 2xx response. */
  startedAfterMs: number
  /** Resident memory in MiB: the current value and the peak. */
  memory(): { current: number; peak: number }
  stop(): Promise<void>
}

export interface ServerOptions {
  /** Relative to the repository's root. */
  file: string
  /** A route that answers with 200 once the server is running. */
  livePath: string
  env: Record<string, string>
  port?: number
  /** The file for its log. Default: /dev/null. */
  log?: string
}

/** Starts a server and waits for its first response. @throws if it exits before that */
export async function startServer({
  file,
  livePath,
  env,
  log = '/dev/null',
  ...options
}: ServerOptions): Promise<Server> {
  const port = options.port ?? (await freePort())
  const url = `http://${HOST}:${port}`
  const output = openSync(log, 'a')
  const startTime = performance.now()
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { NODE_ENV: 'production', HOST, HOSTNAME: HOST, PORT: String(port), ...env },
    stdio: ['ignore', output, 'inherit'],
  })
  closeSync(output)
  await waitForOk(url + livePath, { timeoutMs: 60_000, intervalMs: 2, signal: exitSignal(child) })
  const startedAfterMs = performance.now() - startTime
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return { url, startedAfterMs, memory: () => readMemory(child), stop }
}

/** Aborts when the process exits. */
function exitSignal(child: ChildProcess): AbortSignal {
  const controller = new AbortController()
  child.once('exit', (code) =>
    controller.abort(new Error(`${child.spawnargs.join(' ')} exited with code ${code} before it answered`)),
  )
  return controller.signal
}

function readMemory({ pid }: ChildProcess): { current: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
  return { current: mebibytes('VmRSS'), peak: mebibytes('VmHWM') }
}
