import { execa } from 'execa'
import { root } from '../repository/tools.js'
import { waitForOk } from '../wait-for-ok.js'

export type Env = Record<string, string>

/** A service on this host, which can be stopped and started again on the same port. */
export interface Service {
  url: string
  /** The id of the process, while it runs. */
  pid(): number | undefined
  start(): Promise<void>
  /** Stops the process and returns its output. */
  stop(): Promise<string>
}

/** Runs `node file` until it ends. Variables of the shell, except PATH and HOME, can't influence it. */
export async function runNode(file: string, env: Env): Promise<void> {
  await execa(process.execPath, [file], { cwd: root, env: cleanEnv(env), extendEnv: false, all: true })
}

export function createService(file: string, port: number, health: string, env: Env): Service {
  const url = `http://localhost:${port}`
  let child: ReturnType<typeof spawnNode> | undefined
  return {
    url,
    pid: () => (child?.exitCode === null ? child.pid : undefined),
    async start() {
      child = spawnNode(file, { ...env, PORT: String(port) })
      const exit = new AbortController()
      void child.then(({ all }) => exit.abort(new Error(`${file} exited before it answered:\n${all}`)))
      await waitForOk(`http://127.0.0.1:${port}${health}`, { timeoutMs: 20_000, signal: exit.signal })
    },
    async stop() {
      child?.kill('SIGTERM', undefined)
      const ended = await child
      child = undefined
      return ended?.all ?? ''
    },
  }
}

const cleanEnv = (env: Env): Env => ({ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env })

function spawnNode(file: string, env: Env) {
  const options = { cwd: root, env: cleanEnv(env), extendEnv: false, all: true, reject: false } as const
  return execa(process.execPath, [file], { ...options, forceKillAfterDelay: 5000 })
}
