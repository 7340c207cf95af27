import { testPostgres } from './postgres.js'

/** vitest's global set-up: the server that integration tests make their databases on. */
export async function setup(): Promise<() => Promise<void>> {
  const { url, stop } = await testPostgres()
  process.env['TEST_DATABASE_URL'] = url
  return stop
}
