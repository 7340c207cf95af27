import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { inject } from 'vitest'

/** A process of the built service, with only the environment variables that a test sets. */
export interface ServiceProcess extends AsyncDisposable {
  child: ChildProcess
  /** Its output so far. */
  output: () => string
  /** The exit code, once it has ended. */
  exitCode: Promise<number | null>
}

/** Starts a script of the bundle. */
export function start(script: 'server.js' | 'migrate.js', env: Record<string, string>): ServiceProcess {
  const child = spawn(process.execPath, [join(inject('dist'), script)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const exitCode = once(child, 'close').then(([code]) => code as number | null)
  const stop = async () => {
    child.kill('SIGKILL')
    await exitCode
  }
  return { child, output: () => output, exitCode, [Symbol.asyncDispose]: stop }
}

/** Runs a script and waits until it ends. */
export async function run(script: 'server.js' | 'migrate.js', env: Record<string, string>) {
  const service = start(script, env)
  const code = await service.exitCode
  return { code, output: service.output() }
}

/** Waits until a server listens, and returns the port that the system chose. */
export async function listening(service: ServiceProcess): Promise<{ url: string; port: number }> {
  const ended = service.exitCode.then((code) => {
    throw new Error(`the server ended with code ${code}:\n${service.output()}`)
  })
  while (true) {
    const [, port] = /listening at http:\/\/[^:]+:(\d+)/.exec(service.output()) ?? []
    if (port !== undefined) return { url: `http://127.0.0.1:${port}`, port: Number(port) }
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))])
  }
}
