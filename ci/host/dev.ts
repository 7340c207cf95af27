import { randomBytes } from 'node:crypto'
import { execa, type ResultPromise } from 'execa'
import { startPostgres } from './postgres.js'
import { LOCAL_API_URL } from './steps.js'

/**
 * `npm run dev`: the whole application on this machine with reload, on a PostgreSQL of its own. Data and secrets last as long as
 * the command; Ctrl+C ends it all.
 */
async function main(): Promise<void> {
  const postgres = await startPostgres()
  const env = {
    DATABASE_URL: postgres.url,
    JWT_SECRET: newSecret(),
    BETTER_AUTH_SECRET: newSecret(),
    BETTER_AUTH_URL: FRONTEND,
    NEXT_PUBLIC_API_URL: LOCAL_API_URL,
    CORS_ORIGINS: FRONTEND,
    ENVIRONMENT: 'development',
    LOG_FORMAT: 'text',
  }
  try {
    await npm('backend', 'build', env)
    await npm('backend', 'migrate', env)
    // Ends at the first of the two that ends, which neither should.
    const running = Promise.all([
      npm('backend', 'dev', { ...env, PORT: '8000' }),
      npm('frontend', 'dev', { ...env, PORT: '3000' }),
    ])
    const ready = Promise.all([`${LOCAL_API_URL}/readyz`, `${FRONTEND}/api/health/ready`].map(firstOk))
    await Promise.race([ready, running])
    console.log(`\nThe application is at ${FRONTEND}, its API at ${LOCAL_API_URL}/docs. Ctrl+C ends it.\n`)
    await running
  } catch (error) {
    if (!stop.signal.aborted) throw error
  } finally {
    stop.abort()
    await postgres.stop()
  }
}

const FRONTEND = 'http://localhost:3000'
const newSecret = () => randomBytes(32).toString('hex')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

function npm(service: string, script: string, env: Record<string, string>): ResultPromise {
  return execa('npm', ['run', '--silent', script, '--prefix', `services/${service}`], {
    env,
    cancelSignal: stop.signal,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

/** Waits until an address answers well; whoever waits decides for how long. */
async function firstOk(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

await main()
