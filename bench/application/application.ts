import type { Figure } from '../figure.js'
import type { Options, Result } from '../options.js'
import { type Server, type ServerOptions, startServer } from '../server.js'
import { loadFrontend, measureMemory } from './memory.js'
import { measureSpeed } from './speed.js'
import { BACKEND, type BenchDatabase, FRONTEND, newSecret, ORIGIN, startDatabase } from './stack.js'
import { measureStartTimes } from './start-time.js'

/** Measures speed, probes under load, start time and memory of the built services, on loopback. */
export async function application({ rounds }: Options): Promise<Result> {
  const database = await startDatabase()
  const running: Server[] = []
  const start = async (options: ServerOptions) => {
    const server = await startServer(options)
    running.push(server)
    return server
  }
  try {
    const backendOptions = backendServer(database)
    const backend = await start(backendOptions)
    const bare = await start({
      file: 'bench/application/bare.mjs',
      livePath: '/livez',
      env: { DATABASE_URL: database.url },
    })
    const frontendOptions = frontendServer(database.url, backend.url)
    const frontend = await start(frontendOptions)
    const figures: Figure[] = []
    const memories = await measureMemory({ backend, frontend }, async () => {
      figures.push(...(await measureSpeed(backend, bare, rounds)))
      await loadFrontend(frontend)
    })
    const starts = await measureStartTimes({ backend: backendOptions, frontend: frontendOptions }, rounds)
    return { figures: [...figures, ...starts, ...memories], skipped: [] }
  } finally {
    await Promise.all(running.map((server) => server.stop()))
    await database.stop()
  }
}

function backendServer({ url, log }: BenchDatabase): ServerOptions {
  // The rate limiter counts but rejects nothing: 500 users send as many requests as thousands would.
  const env = { DATABASE_URL: url, JWT_SECRET: newSecret(), RATE_LIMIT: '1000000' }
  return { file: BACKEND, livePath: '/livez', env, log }
}

function frontendServer(DATABASE_URL: string, API_URL: string): ServerOptions {
  const env = { DATABASE_URL, API_URL, BETTER_AUTH_SECRET: newSecret(), BETTER_AUTH_URL: ORIGIN }
  return { file: FRONTEND, livePath: '/api/health/live', env }
}
