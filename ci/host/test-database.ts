import { startPostgres } from './postgres.js'

/**
 * vitest's global set-up: the server that integration tests make their databases on. One of our own, unless
 * TEST_DATABASE_URL already names one (as in Dagger, where PostgreSQL is a service).
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DATABASE_URL']) return undefined
  const postgres = await startPostgres()
  process.env['TEST_DATABASE_URL'] = postgres.url
  return postgres.stop
}
