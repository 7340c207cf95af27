import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { createDatabase, createPool } from '../src/database/database.ts'
import { migrateToLatest } from '../src/database/migrator.ts'
import { migrations } from '../src/migrations/migrations.ts'
import { silent } from './silent.ts'

export interface TestDatabase extends AsyncDisposable {
  url: string
}

/** Creates an empty database, which is dropped when it is disposed of. */
export function emptyDatabase(run: string): Promise<TestDatabase> {
  return newDatabase(run, 'template0')
}

/** Creates a database with all tables. It copies a migrated template, which is faster than a migration. */
export async function migratedDatabase(run: string): Promise<TestDatabase> {
  await withServer(async (server) => {
    // Test files run concurrently: the first one creates the template, the others wait for it.
    await server.query('select pg_advisory_lock(hashtext($1))', [run])
    const { rowCount } = await server.query('select from pg_database where datname = $1', [templateName(run)])
    if (rowCount === 0) await makeTemplate(server, run)
  })
  return newDatabase(run, templateName(run))
}

/** Opens a connection for the duration of a callback. */
export async function withClient<T>(url: string, callback: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url)
  await client.connect()
  try {
    return await callback(client)
  } finally {
    await client.end()
  }
}

/** Drops the template of migratedDatabase, if there is a server and it still runs. */
export async function dropTemplate(run: string): Promise<void> {
  const { TEST_DATABASE_URL } = process.env
  if (TEST_DATABASE_URL === undefined) return
  const ignoreRefused = (error: { code?: string }) => {
    if (error.code !== 'ECONNREFUSED') throw error
  }
  await withServer((server) => server.query(`drop database if exists ${templateName(run)}`)).catch(ignoreRefused)
}

const templateName = (run: string) => `todo_template_${run}`

async function makeTemplate(server: Client, run: string) {
  const building = `todo_building_${run}`
  await server.query(`create database ${building}`)
  const db = createDatabase(createPool({ connectionString: databaseUrl(building) }, silent), silent)
  await migrateToLatest(db, migrations, silent).finally(() => db.destroy())
  await server.query(`alter database ${building} rename to ${templateName(run)}`)
}

async function newDatabase(run: string, source: string): Promise<TestDatabase> {
  const name = `todo_${run}_${randomUUID().slice(0, 8)}`
  await withServer((server) => server.query(`create database ${name} template ${source}`))
  const drop = async () => {
    await withServer((server) => server.query(`drop database ${name} with (force)`))
  }
  return { url: databaseUrl(name), [Symbol.asyncDispose]: drop }
}

function databaseUrl(name: string): string {
  const url = serverUrl()
  url.pathname = name
  return url.href
}

function withServer<T>(use: (server: Client) => Promise<T>): Promise<T> {
  return withClient(serverUrl().href, use)
}

function serverUrl(): URL {
  const { TEST_DATABASE_URL } = process.env
  if (TEST_DATABASE_URL === undefined) {
    throw new Error('These tests need PostgreSQL: set TEST_DATABASE_URL to postgresql://superuser@host:port/postgres')
  }
  return new URL(TEST_DATABASE_URL)
}
