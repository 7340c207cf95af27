import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from '../ci/host/free-port.js'

const HOST = '127.0.0.1'
const root = fileURLToPath(new URL('..', import.meta.url))

/** A Node process that serves HTTP, as its image would start it. */
export interface Server {
  url: string
  /** From the process's start to its first 200. */
  startedAfterMs: number
  /** Resident memory, in MiB: now, and the most there ever was. */
  memory(): { now: number; most: number }
  stop(): Promise<void>
}

export interface ServerOptions {
  /** From the repository's root. */
  file: string
  /** A route that answers with 200 once the server is up. */
  live: string
  env: Record<string, string>
  port?: number
  /** Where its log goes. */
  log?: string
}

/** @throws when it ends before it has answered */
export async function startServer({ file, live, env, log = '/dev/null', ...options }: ServerOptions): Promise<Server> {
  const port = options.port ?? (await freePort())
  const url = `http://${HOST}:${port}`
  const output = openSync(log, 'a')
  const began = performance.now()
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { NODE_ENV: 'production', HOST, HOSTNAME: HOST, PORT: String(port), ...env },
    stdio: ['ignore', output, 'inherit'],
  })
  closeSync(output)
  await firstAnswer(child, url + live)
  const startedAfterMs = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return { url, startedAfterMs, memory: () => memoryOf(child), stop }
}

async function firstAnswer(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`${child.spawnargs.join(' ')} ended with code ${child.exitCode} before it answered`)
}

function memoryOf({ pid }: ChildProcess): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024
  return { now: mebibytes('VmRSS'), most: mebibytes('VmHWM') }
}
