import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { KeyReusedError } from '../http/errors.ts'

/** A request that a client may safely retry. */
export interface IdempotentRequest {
  user_id: string
  key: string
  /** A retry must have the same payload. */
  payload: unknown
}

export type IdempotentResult<T> = { replayed: false; response: T } | { replayed: true; response: unknown }

/**
 * Runs an operation at most once per key and 24 hours. A retry gets the stored response (parsed JSON). Concurrent retries
 * wait for the first request, because the database lets only one of them insert the key.
 *
 * @throws KeyReusedError if the key was used for a different payload.
 */
export async function runIdempotent<T>(
  db: Kysely<Database>,
  request: IdempotentRequest,
  operation: (transaction: Transaction<Database>) => Promise<T>,
): Promise<IdempotentResult<T>> {
  const hash = createHash('sha256').update(JSON.stringify(request.payload)).digest('base64url')
  await deleteExpiredKeys(db)
  return await db.transaction().execute(async (transaction) => {
    if (!(await claimKey(transaction, request, hash))) return await readStoredResponse(transaction, request, hash)
    const response = await operation(transaction)
    await updateKey(transaction, request)
      .set({ response: JSON.stringify(response) })
      .execute()
    return { replayed: false, response }
  })
}

/** Inserts the key. Returns false if it exists and hasn't expired. */
async function claimKey(
  db: Kysely<Database>,
  { user_id, key }: IdempotentRequest,
  request_hash: string,
): Promise<boolean> {
  const claimed = await db
    .insertInto('idempotency_keys')
    .values({ user_id, key, request_hash })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'key'])
        .doUpdateSet({ request_hash, response: null, expires_at: sql`excluded.expires_at` })
        .where('idempotency_keys.expires_at', '<=', sql<Date>`now()`),
    )
    .returning('key')
    .executeTakeFirst()
  return claimed !== undefined
}

async function readStoredResponse(db: Kysely<Database>, { user_id, key }: IdempotentRequest, hash: string) {
  const { request_hash, response } = await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'response'])
    .where('user_id', '=', user_id)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (request_hash !== hash) throw new KeyReusedError()
  return { replayed: true as const, response }
}

function updateKey(db: Kysely<Database>, { user_id, key }: IdempotentRequest) {
  return db.updateTable('idempotency_keys').where('user_id', '=', user_id).where('key', '=', key)
}

/** Deletes some expired keys. It skips locked rows, so it can't cause a deadlock. */
async function deleteExpiredKeys(db: Kysely<Database>) {
  await sql`
    delete from idempotency_keys where (user_id, key) in (
      select user_id, key from idempotency_keys where expires_at <= now() limit 100 for update skip locked
    )`.execute(db)
}
