import type { Figure } from '../figure.js'
import type { Options, Result } from '../options.js'
import { type Server, type ServerOptions, startServer } from '../server.js'
import { loadFrontend, memory } from './memory.js'
import { speed } from './speed.js'
import { BACKEND, type BenchDatabase, FRONTEND, newSecret, ORIGIN, startDatabase } from './stack.js'
import { startTimes } from './start.js'

/** Speed, probes under load, time to start and memory of both services as they are built, all on loopback. */
export async function application({ rounds }: Options): Promise<Result> {
  const database = await startDatabase()
  const running: Server[] = []
  const start = async (options: ServerOptions) => {
    const server = await startServer(options)
    running.push(server)
    return server
  }
  try {
    const backendOptions = backendOf(database)
    const backend = await start(backendOptions)
    const bare = await start({
      file: 'bench/application/bare.mjs',
      live: '/livez',
      env: { DATABASE_URL: database.url },
    })
    const frontendOptions = frontendOf(database.url, backend.url)
    const frontend = await start(frontendOptions)
    const figures: Figure[] = []
    const memories = await memory({ backend, frontend }, async () => {
      figures.push(...(await speed(backend, bare, rounds)))
      await loadFrontend(frontend)
    })
    const starts = await startTimes({ backend: backendOptions, frontend: frontendOptions }, rounds)
    return { figures: [...figures, ...starts, ...memories], leftOut: [] }
  } finally {
    await Promise.all(running.map((server) => server.stop()))
    await database.stop()
  }
}

function backendOf({ url, log }: BenchDatabase): ServerOptions {
  // The limit counts, but refuses nobody: 500 users ask for what thousands would.
  const env = { DATABASE_URL: url, JWT_SECRET: newSecret(), RATE_LIMIT: '1000000' }
  return { file: BACKEND, live: '/livez', env, log }
}

function frontendOf(DATABASE_URL: string, API_URL: string): ServerOptions {
  const env = { DATABASE_URL, API_URL, BETTER_AUTH_SECRET: newSecret(), BETTER_AUTH_URL: ORIGIN }
  return { file: FRONTEND, live: '/api/health/live', env }
}
