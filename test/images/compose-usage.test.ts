import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { SERVICES } from '../../ci/src/project/services.js'
import { read, root } from '../repository/tools.js'
import { describeOnCompose, ours, removeOurs } from './daemon.js'
import { secrets, stack } from './stack.js'

const documented = [...read('docs/compose.md').matchAll(/^docker compose (.+?)\s*#/gm)].map(([, command]) => command)
/** The one that has a test of its own. */
const WATCH = 'watch'
/** psql with nothing around the answer. */
const ask = (sql: string) => ['-v', 'ON_ERROR_STOP=1', '-Atc', sql]

describeOnCompose('The commands of docs/compose.md', () => {
  afterAll(removeOurs)

  it('do what it says, from the first start to the loss of all data', async () => {
    const project = `${ours}-usage`
    const { compose, start, urlOf, remains } = stack(project)
    const ran = [WATCH]
    const command = (text: string, ...more: string[]) => {
      ran.push(text)
      // Nobody types here, a password neither, which the public image asks of nobody on its own socket.
      return [...text.replace('exec', `exec -T -e PGPASSWORD=${secrets.POSTGRES_PASSWORD}`).split(' '), ...more]
    }
    const run = async (text: string, ...more: string[]) => await compose(...command(text, ...more))
    const psql = async (sql: string) => await run('exec postgres psql -U todo_user -d todo_db', ...ask(sql))

    try {
      await run('up -d')
      expect((await fetch(`${await urlOf('backend', SERVICES.backend.port)}/readyz`)).status).toBe(200)
      const logs = start(...command('logs -f'))
      await vi.waitFor(() => expect(logs.output()).toMatch(/backend-1 .*Server listening/), 20_000)
      await logs.stop()
      await run('run --rm migrate')
      expect(await psql('create table kept (); select count(*) from todos')).toBe('CREATE TABLE\n0')
      await run('down')
      expect(await remains()).toEqual([`${project}_postgres_data`])

      await run('up --build -d')
      expect(await psql('select count(*) from kept')).toBe('0')
      await run('down -v')
      expect(await remains()).toEqual([])
      expect([...new Set(ran)].sort()).toEqual(documented.sort())
    } finally {
      await compose('down', '--volumes')
    }
  })

  it('build a service again when its source changes', async () => {
    const folder = copyOfProject()
    const { compose, start, urlOf } = stack(`${ours}-watch`, { folder })
    const watch = start(WATCH)
    const health = async () => await (await fetch(`${await urlOf('backend', SERVICES.backend.port)}/health`)).json()
    try {
      await vi.waitFor(() => expect(watch.output()).toContain('Watch enabled'), 240_000)
      expect(await health()).toMatchObject({ service: 'todo-backend' })
      const file = join(folder, 'services/backend/src/health/health.routes.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'todo-backend'", "'edited'"))
      await vi.waitFor(async () => expect(await health()).toMatchObject({ service: 'edited' }), 60_000)
    } finally {
      await watch.stop()
      await compose('down', '--volumes')
      rmSync(folder, { recursive: true })
    }
  })
})

/** What Compose builds and mounts, to be changed at will. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-watch-'))
  const isSource = (path: string) => !/\/(node_modules|dist|\.next[^/]*|test)$/.test(path)
  for (const path of ['docker-compose.yml', 'services'])
    cpSync(root + path, join(folder, path), { recursive: true, filter: isSource })
  return folder
}
