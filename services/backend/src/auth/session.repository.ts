import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'

/** Finds the session with this token, unless it has expired. */
export function findLiveSession(db: Kysely<Database>, token: string) {
  return db
    .selectFrom('session')
    .select(['userId', 'expiresAt'])
    .where('token', '=', token)
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
}
