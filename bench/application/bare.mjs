import { createRequire } from 'node:module'

// The baseline for the backend: only Fastify, pg and the query that lists todos.
const require = createRequire(new URL('../../services/backend/package.json', import.meta.url))
const { fastify } = require('fastify')
const { Pool } = require('pg')

const { DATABASE_URL, HOST, PORT } = process.env
const pool = new Pool({ connectionString: DATABASE_URL, max: 10 })
const text = 'select * from "todos" where "user_id" = $1 order by "created_at" desc, "id" desc limit $2'

const app = fastify()
app.get('/livez', async () => ({ status: 'alive' }))
app.get('/api/todos', async ({ headers }) => {
  const { rows } = await pool.query({ name: 'todos', text, values: [headers['x-user'], 21] })
  return { items: rows.slice(0, 20) }
})
await app.listen({ host: HOST, port: Number(PORT) })
