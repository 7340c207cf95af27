import { expect } from 'vitest'
import { test } from '../helper.ts'
import { listening, start } from '../process.ts'

test('/docs/json contains the todos but not the probes', async ({ app }) => {
  const document = (await app.inject('/docs/json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(['/api/token', '/api/todos', '/api/todos/{id}', '/api/chat'])
  const { post } = document.paths['/api/todos']
  expect(post.security).toEqual([{ bearer: [] }])
  expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['201', '400', '401', '413', '429', '500']))
  expect(Object.keys(post.responses['400'].content)).toEqual(['application/problem+json'])
})

/** Requests the files that /docs loads, and returns their statuses. */
async function filesOfDocs(origin: string): Promise<Record<string, number>> {
  const page = await fetch(`${origin}/docs`)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
  const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file)
  const replies = files.map(async (file) => {
    const reply = await fetch(origin + file)
    await reply.arrayBuffer()
    return [file, reply.status]
  })
  return Object.fromEntries(await Promise.all(replies))
}

const files = {
  '/docs/static/favicon-16x16.png': 200,
  '/docs/static/favicon-32x32.png': 200,
  '/docs/static/index.css': 200,
  '/docs/static/swagger-initializer.js': 200,
  '/docs/static/swagger-ui-bundle.js': 200,
  '/docs/static/swagger-ui-standalone-preset.js': 200,
  '/docs/static/swagger-ui.css': 200,
}

test('/docs loads only files from this service', async ({ app }) => {
  expect(await filesOfDocs(await app.listen({ port: 0 }))).toEqual(files)
})

test('/docs of the bundle loads the same files', async ({ config: { DATABASE_URL, JWT_SECRET } }) => {
  await using server = start('server.js', { DATABASE_URL, JWT_SECRET, PORT: '0' })
  expect(await filesOfDocs((await listening(server)).url)).toEqual(files)
})

interface Answer {
  description: string
  content?: Record<string, { example?: object; schema: { examples?: object[] } }>
}

const routes = [
  ['/api/token', 'post', '200 400 401 413 415 429 500 503'],
  ['/api/todos', 'get', '200 400 401 429 500 503'],
  ['/api/todos', 'post', '201 400 401 413 415 422 429 500 503'],
  ['/api/todos/{id}', 'get', '200 400 401 404 429 500 503'],
  ['/api/todos/{id}', 'patch', '200 400 401 404 412 413 415 429 500 503'],
  ['/api/todos/{id}', 'delete', '204 400 401 404 412 413 415 429 500 503'],
  ['/api/chat', 'post', '200 400 401 413 415 429 500 503'],
  ['/api/chat', 'get', '200 400 401 429 500 503'],
  ['/api/chat', 'delete', '204 400 401 413 415 429 500 503'],
] as const

test.for(routes)(
  '/docs/json has all responses of %s to %s, with examples',
  async ([path, method, statuses], { app }) => {
    const operation = (await app.inject('/docs/json')).json().paths[path][method]
    expect(Object.keys(operation.responses).join(' ')).toBe(statuses)
    for (const [status, { description, content = {} }] of Object.entries<Answer>(operation.responses)) {
      expect(description).not.toBe('Default Response')
      const types = status === '204' ? [] : [Number(status) < 400 ? 'application/json' : 'application/problem+json']
      expect(Object.keys(content)).toEqual(types)
      const examples = Object.values(content).map(({ example, schema }) => example ?? schema.examples?.[0])
      expect(examples, `an example of ${status}`).toEqual(types.map(() => expect.any(Object)))
    }
  },
)

test('/docs/json describes no other routes', async ({ app }) => {
  const { paths } = (await app.inject('/docs/json')).json()
  const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(described.sort()).toEqual(routes.map(([path, method]) => `${method} ${path}`).sort())
})
