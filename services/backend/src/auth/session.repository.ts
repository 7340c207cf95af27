import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'

/** The session of this token, unless it has ended. */
export function findLiveSession(db: Kysely<Database>, token: string) {
  return db
    .selectFrom('session')
    .select(['userId', 'expiresAt'])
    .where('token', '=', token)
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
}
