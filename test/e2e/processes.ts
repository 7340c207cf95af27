import { execa } from 'execa'
import { root } from '../repository/tools.js'

export type Env = Record<string, string>

/** A service on this host, which can be stopped and started again on the same port. */
export interface Service {
  url: string
  /** Of the process, while it runs. */
  pid(): number | undefined
  start(): Promise<void>
  /** Ends the process and gives all it wrote. */
  stop(): Promise<string>
}

/** Runs `node file` to its end, with nothing of the surrounding shell that could decide what happens. */
export async function runNode(file: string, env: Env): Promise<void> {
  await execa(process.execPath, [file], { cwd: root, env: cleanEnv(env), extendEnv: false, all: true })
}

export function service(file: string, port: number, health: string, env: Env): Service {
  const url = `http://localhost:${port}`
  let child: ReturnType<typeof spawnNode> | undefined
  return {
    url,
    pid: () => (child?.exitCode === null ? child.pid : undefined),
    async start() {
      child = spawnNode(file, { ...env, PORT: String(port) })
      await Promise.race([answers(`http://127.0.0.1:${port}${health}`), child.then(endedTooSoon(file))])
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

const endedTooSoon = (file: string) => (result: { all?: unknown }) => {
  throw new Error(`${file} ended before it answered:\n${result.all}`)
}

async function answers(url: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} did not answer within 20 s`)
}
