import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { createDatabase, createPool } from '../../src/database/database.ts'
import { test } from '../helper.ts'
import { silent } from '../silent.ts'

test('a session that PostgreSQL terminated is not reused, even while its socket is still open', async ({ config }) => {
  const db = createDatabase(createPool({ connectionString: config.DATABASE_URL, max: 1 }, silent), silent)
  onTestFinished(() => db.destroy())
  await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toMatchObject({ code: '57P01' })
  expect((await sql`select 1`.execute(db)).rows).toHaveLength(1)
})
