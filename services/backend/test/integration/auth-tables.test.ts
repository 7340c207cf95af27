import { expect } from 'vitest'
import { withClient } from '../database.ts'
import { test } from '../helper.ts'

/** The tables that Better Auth 1.7.25 creates for `emailAndPassword` and a rate limit in the database. */
const columns = {
  account: [
    'accessToken text?',
    'accessTokenExpiresAt timestamptz?',
    'accountId text',
    'createdAt timestamptz',
    'id text',
    'idToken text?',
    'password text?',
    'providerId text',
    'refreshToken text?',
    'refreshTokenExpiresAt timestamptz?',
    'scope text?',
    'updatedAt timestamptz',
    'userId text',
  ],
  rateLimit: ['count int4', 'id text', 'key text', 'lastRequest int8'],
  session: [
    'createdAt timestamptz',
    'expiresAt timestamptz',
    'id text',
    'ipAddress text?',
    'token text',
    'updatedAt timestamptz',
    'userAgent text?',
    'userId text',
  ],
  user: [
    'createdAt timestamptz',
    'email text',
    'emailVerified bool',
    'id text',
    'image text?',
    'name text',
    'updatedAt timestamptz',
  ],
  verification: [
    'createdAt timestamptz',
    'expiresAt timestamptz',
    'id text',
    'identifier text',
    'updatedAt timestamptz',
    'value text',
  ],
}

test.for(Object.entries(columns))(
  '%s has the columns that Better Auth expects',
  async ([table, expected], { config }) => {
    const rows = await withClient(config.DATABASE_URL, async (client) => {
      const query = `select column_name || ' ' || udt_name || case is_nullable when 'YES' then '?' else '' end as text
                   from information_schema.columns where table_name = $1`
      return (await client.query(query, [table])).rows
    })
    expect(rows.map(({ text }) => text).sort()).toEqual(expected)
  },
)

test('deleting a user deletes the sessions', async ({ config, ann, newSession }) => {
  await newSession(ann)
  const remainingSessions = await withClient(config.DATABASE_URL, async (client) => {
    await client.query('delete from "user" where id = $1', [ann])
    return (await client.query('select from session where "userId" = $1', [ann])).rowCount
  })
  expect(remainingSessions).toBe(0)
})
