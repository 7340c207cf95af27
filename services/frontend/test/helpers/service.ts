import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './backend.ts'

const root = join(import.meta.dirname, '../..')
const entry = join(root, '.next/standalone/server.js')
const sources = ['src', 'public', 'scripts', 'next.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']

type Env = Record<string, string | undefined>

/** Of the shell's variables, only those to find programs: others must not influence a test. */
const cleanEnv = (env: Env): Env => ({ PATH: process.env['PATH'], HOME: process.env['HOME'], ...env })

function run(command: string, args: string[], env: Env) {
  // Next's types require NODE_ENV in every environment.
  const child = spawn(command, args, { cwd: root, env: cleanEnv(env) as NodeJS.ProcessEnv })
  const result = { child, output: '', exited: once(child, 'close').then(([code]) => code as number | null) }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      result.output += chunk
    })
  }
  return result
}

function newestChange(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

function isBuilt(): boolean {
  const built = statSync(entry, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.every((source) => newestChange(join(root, source)) < built)
}

export async function build(env: Env) {
  const building = run('npm', ['run', 'build'], env)
  const code = await building.exited
  return { code, output: building.output }
}

/** Builds the service, unless there is a build newer than all sources. */
export async function ensureBuilt(): Promise<void> {
  if (isBuilt()) return
  const { code, output } = await build({
    NEXT_PUBLIC_API_URL: process.env.NEXT_PUBLIC_API_URL ?? 'http://localhost:8000',
  })
  if (code !== 0) throw new Error(`next build failed with ${code}:\n${output}`)
}

export async function startService(env: Env) {
  const port = await freePort()
  const service = run(process.execPath, [entry], { PORT: String(port), HOSTNAME: '127.0.0.1', ...env })
  return {
    ...service,
    url: `http://127.0.0.1:${port}`,
    output: () => service.output,
    stop: () => stop(service.child, service.exited),
    async [Symbol.asyncDispose]() {
      await stop(service.child, service.exited, 'SIGKILL')
    },
  }
}

async function stop(child: ChildProcess, exited: Promise<number | null>, signal: NodeJS.Signals = 'SIGTERM') {
  child.kill(signal)
  return await exited
}

/** Retries a request until there is a response. */
export async function firstAnswer(url: string, signal = AbortSignal.timeout(20_000)): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, { signal })
    } catch {
      signal.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
