import { type Kysely, sql } from 'kysely'
import type { Client } from 'pg'
import { expect } from 'vitest'
import { createDatabase, createPool } from '../../src/database/database.ts'
import { migrateToLatest } from '../../src/database/migrator.ts'
import { migrations } from '../../src/migrations/migrations.ts'
import { withClient } from '../database.ts'
import { test } from '../helper.ts'
import { run, start } from '../process.ts'
import { silent } from '../silent.ts'

const listTables = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public' order by 1")
    return rows.map(({ tablename }) => tablename)
  })

const allTables = [
  'account',
  'conversations',
  'idempotency_keys',
  'kysely_migration',
  'kysely_migration_lock',
  'messages',
  'rateLimit',
  'session',
  'todos',
  'user',
  'verification',
]

test('the first run creates all tables in an empty database, and a second run changes nothing', async ({
  emptyUrl,
}) => {
  const env = { DATABASE_URL: emptyUrl }
  const first = await run('migrate.js', env)
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('"0001_todos: done"') })
  const second = await run('migrate.js', env)
  expect(second).toMatchObject({ code: 0, output: expect.stringContaining('the database is already up to date') })
  expect(await listTables(emptyUrl)).toEqual(allTables)
})

test('five replicas that migrate concurrently all succeed, and one of them does the work', async ({ emptyUrl }) => {
  const results = await Promise.all(Array.from({ length: 5 }, () => run('migrate.js', { DATABASE_URL: emptyUrl })))
  expect(results.filter(({ code }) => code !== 0)).toEqual([])
  expect(results.filter(({ output }) => output.includes('0001_todos: done'))).toHaveLength(1)
  expect(await listTables(emptyUrl)).toEqual(allTables)
})

test('replicas that migrate an empty database at the same moment do not conflict over its first tables', async ({
  emptyUrl,
}) => {
  const pools = Array.from({ length: 10 }, () =>
    createDatabase(createPool({ connectionString: emptyUrl }, silent), silent),
  )
  await Promise.all(pools.map((db) => sql`select 1`.execute(db)))
  const migrating = await Promise.allSettled(pools.map((db) => migrateToLatest(db, migrations, silent)))
  await Promise.all(pools.map((db) => db.destroy()))
  expect(migrating.filter(({ status }) => status === 'rejected')).toEqual([])
})

test('a migration that fails halfway is rolled back, together with those before it', async ({ emptyUrl }) => {
  const broken = {
    up: async (db: Kysely<unknown>) => {
      await db.schema.createTable('half').addColumn('id', 'integer').execute()
      await sql`select 1 / 0`.execute(db)
    },
  }
  const db = createDatabase(createPool({ connectionString: emptyUrl }, silent), silent)
  const migrating = migrateToLatest(db, { ...migrations, '9998_broken': broken, '9999_later': broken }, silent)
  await expect(migrating).rejects.toThrow('migration 9998_broken failed and nothing was changed: division by zero')
  const { rows } = await sql`select name from kysely_migration`.execute(db)
  await db.destroy()
  expect(rows).toEqual([])
  expect(await listTables(emptyUrl)).toEqual(['kysely_migration', 'kysely_migration_lock'])
})

test('a migration that is killed halfway is rolled back, and the next run does everything', async ({ emptyUrl }) => {
  await withClient(emptyUrl, async (client) => {
    // Two migrations have finished when the third waits for this transaction.
    await client.query('begin; create table messages (id integer)')
    await using killed = start('migrate.js', { DATABASE_URL: emptyUrl })
    await expect.poll(() => countWaiting(client)).toBe(1)
    killed.child.kill('SIGKILL')
    expect(await killed.exitCode).toBe(null)
    await client.query('rollback')
  })
  const second = await run('migrate.js', { DATABASE_URL: emptyUrl })
  expect(second).toMatchObject({ code: 0, output: expect.stringContaining('"0001_todos: done"') })
  expect(await listTables(emptyUrl)).toEqual(allTables)
  expect(await run('migrate.js', { DATABASE_URL: emptyUrl })).toMatchObject({
    output: expect.stringContaining('the database is already up to date'),
  })
})

/** Counts the other connections that wait for a lock. */
async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query('select count(distinct pid)::int as n from pg_locks where not granted')
  return rows[0].n
}

test('a failed migration exits with code 1 and the reason', async ({ emptyUrl }) => {
  await withClient(emptyUrl, (client) => client.query('create table todos (id integer)'))
  const { code, output } = await run('migrate.js', { DATABASE_URL: emptyUrl, LOG_FORMAT: 'text' })
  expect(code).toBe(1)
  expect(output).toContain('0001_todos: failed')
  expect(output).toContain('migration 0001_todos failed and nothing was changed: relation "todos" already exists')
})

test('an unreachable database is reported as the reason, without its password', async () => {
  const { code, output } = await run('migrate.js', { DATABASE_URL: 'postgresql://todo:hunter2@localhost:1/todo' })
  expect(code).toBe(1)
  expect(output).toContain('no migration could start: connect ECONNREFUSED')
  expect(output).not.toContain('hunter2')
})

test('a migration without a DATABASE_URL does not start', async () => {
  const { code, output } = await run('migrate.js', {})
  expect([code, output]).toEqual([1, expect.stringContaining('DATABASE_URL is missing')])
  expect(output).not.toContain('JWT_SECRET')
})

test('the list of todos is read in order from its index', async ({ config }) => {
  const plan = await withClient(config.DATABASE_URL, async (client) => {
    // In such a small table, PostgreSQL would prefer to read and sort all rows.
    await client.query('set enable_seqscan = off; set enable_bitmapscan = off')
    const { rows } = await client.query(
      `explain select * from todos where user_id = 'ann' and (created_at, id) < (now(), gen_random_uuid())
       order by created_at desc, id desc limit 20`,
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain('Index Scan using todos_user_id_created_at_id')
  expect(plan).not.toContain('Sort')
})
