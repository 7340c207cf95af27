import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../ci/host/postgres.js'
import { SERVICES } from '../../ci/src/project/services.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { Client } = createRequire(`${root}services/backend/package.json`)('pg')

export const BACKEND = 'services/backend/dist/server.js'
export const FRONTEND = 'services/frontend/.next/standalone/server.js'
/** The configured address of the frontend. */
export const ORIGIN = `http://localhost:${SERVICES.frontend.port}`
export const users = Array.from({ length: 500 }, (_, index) => `user-${index}`)

export const newSecret = () => randomBytes(32).toString('hex')

/** Returns an access token for a user from startDatabase. */
export async function accessToken(backend: string, user: string): Promise<string> {
  const headers = { authorization: `Bearer ${user.padEnd(32, '.')}` }
  const answer = await fetch(`${backend}/api/token`, { method: 'POST', headers })
  if (!answer.ok) throw new Error(`the token exchange answered ${answer.status}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

export interface BenchDatabase {
  url: string
  /** A temporary file for the backend's log: writing one line per request is part of the measurement. */
  log: string
  stop(): Promise<void>
}

/** Starts a database with all tables and 500 users, each with a session and 50 todos. */
export async function startDatabase(): Promise<BenchDatabase> {
  for (const file of [BACKEND, FRONTEND])
    if (!existsSync(root + file)) throw new Error(`${file} is missing: run npm run build first`)
  const folder = await mkdtemp(join(tmpdir(), 'todo-chatbot-bench-'))
  const postgres = await startPostgres()
  const stop = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
  try {
    const env = { DATABASE_URL: postgres.url, LOG_LEVEL: 'WARNING' }
    execFileSync(process.execPath, ['services/backend/dist/migrate.js'], { cwd: root, env, stdio: 'inherit' })
    await insertRows(postgres.url)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: postgres.url, log: join(folder, 'log'), stop }
}

async function insertRows(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(
      `insert into "user" (id, name, email, "emailVerified")
                        select id, id, id || '@example.com', false from unnest($1::text[]) as id`,
      [users],
    )
    await client.query(`insert into session (id, token, "userId", "updatedAt", "expiresAt")
                        select id, rpad(id, 32, '.'), id, now(), now() + interval '1 day' from "user"`)
    await client.query(`insert into todos (user_id, title, description, created_at, updated_at)
                        select id, 'Todo ' || place || ' of ' || id, 'What there is to say of it', time, time
                        from "user", generate_series(1, 50) as place, lateral (select now() - place * interval '1 minute' as time) as t`)
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
