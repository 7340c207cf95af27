import { randomUUID } from 'node:crypto'
import { test as base, inject } from 'vitest'
import { buildApp } from '../src/app.ts'
import { createTokens } from '../src/auth/tokens.ts'
import { type Config, loadConfig } from '../src/config/config.ts'
import { insertTodo } from '../src/todos/todo.repository.ts'
import type { NewTodo, Todo } from '../src/todos/todo.table.ts'
import { emptyDatabase, migratedDatabase, withClient } from './database.ts'
import { silent } from './silent.ts'

export const secret = 'only-for-tests-and-long-enough-for-hs256'

export type App = Awaited<ReturnType<typeof buildApp>>

/** Without the check of the event loop: a machine that is busy with other tests must not cause 503 responses. */
export const testOptions = { logger: silent, maxEventLoopDelay: 0 }

/** Vitest's `test` with the fixtures for this service. A fixture is created only for tests that use it. */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest derives a fixture's dependencies from the pattern
  .extend('config', { scope: 'file' }, async ({}, { onCleanup }): Promise<Config> => {
    const database = await migratedDatabase(inject('run'))
    onCleanup(database[Symbol.asyncDispose])
    return loadConfig({ DATABASE_URL: database.url, JWT_SECRET: secret, CORS_ORIGINS: 'https://todo.example.com' })
  })
  .extend('app', { scope: 'file' }, async ({ config }, { onCleanup }) => {
    const app = await buildApp(config, testOptions)
    onCleanup(() => app.close())
    return app
  })
  /** The URL of an empty database. */
  // biome-ignore lint/correctness/noEmptyPattern: Vitest derives a fixture's dependencies from the pattern
  .extend('emptyUrl', async ({}, { onCleanup }) => {
    const database = await emptyDatabase(inject('run'))
    onCleanup(database[Symbol.asyncDispose])
    return database.url
  })
  /** The ids of two users that no other test uses. */
  .extend('ann', () => `ann-${randomUUID()}`)
  .extend('bob', () => `bob-${randomUUID()}`)
  /** Creates the Authorization header for a user. */
  .extend('tokenFor', ({ config }) => async (userId: string) => ({
    authorization: `Bearer ${await createTokens(config).sign(userId)}`,
  }))
  /** Creates a session as the frontend does, and returns its token. */
  .extend('newSession', ({ config }) => async (userId: string, lifetime = '1 day'): Promise<string> => {
    const token = randomUUID().replaceAll('-', '')
    await withClient(config.DATABASE_URL, async (client) => {
      const user = 'insert into "user" values ($1, $1, $1, false) on conflict do nothing'
      await client.query(user, [userId])
      const session = `insert into session (id, token, "userId", "updatedAt", "expiresAt")
                       values ($1, $1, $2, now(), now() + $3::interval)`
      await client.query(session, [token, userId, lifetime])
    })
    return token
  })
  /** Inserts a todo into the database. */
  .extend('newTodo', ({ app }) => (overrides: Partial<NewTodo> & { user_id: string }): Promise<Todo> => {
    return insertTodo(app.db, { title: 'milk', ...overrides })
  })
