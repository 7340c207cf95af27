import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, it, vi } from 'vitest'
import { read, root } from '../repository/tools.js'
import { describeOnCompose, ours, removeOurs } from './daemon.js'
import { envFile, FREE, secrets, shell, stack } from './stack.js'

const WATCH = 'docker compose watch'
const documented = [...read('docs/compose.md').matchAll(/^(docker compose .+?)\s*#/gm)].map(([, command]) => command)
/** psql with nothing around the answer, and no terminal. */
const ask = (sql: string) => ['-v', 'ON_ERROR_STOP=1', '-Atc', sql]

describeOnCompose('The commands of docs/compose.md', () => {
  afterAll(removeOurs)

  it('do what it says, from the first start to the loss of all data', async () => {
    const { compose, urlOf, remains } = stack(`${ours}-usage`)
    const ran = [WATCH]
    const run = async (command: string, ...more: string[]) => {
      ran.push(command)
      const [verb = '', ...words] = command.split(' ').slice(2)
      // Nobody types here.
      return await compose(verb, ...(verb === 'exec' ? ['-T'] : []), ...words, ...more)
    }
    const isReady = async () => expect((await fetch(`${await urlOf('backend', 8000)}/readyz`)).status).toBe(200)
    const psql = async (sql: string) =>
      await run('docker compose exec postgres psql -U todo_user -d todo_db', ...ask(sql))

    try {
      await run('docker compose up -d')
      await isReady()
      const logs = run('docker compose logs -f')
      await run('docker compose run --rm migrate')
      expect(await psql('create table kept (); select count(*) from todos')).toBe('CREATE TABLE\n0')
      await run('docker compose down')
      expect(await logs).toMatch(/backend-1 .*listening/i)
      expect(await remains()).toEqual([`${ours}-usage_postgres_data`])

      await run('docker compose up --build -d')
      expect(await psql('select count(*) from kept')).toBe('0')
      await run('docker compose down -v')
      expect(await remains()).toEqual([])
      expect([...new Set(ran)].sort()).toEqual(documented.sort())
    } finally {
      await compose('down', '--volumes')
    }
  })

  it('build a service again when its source changes', async () => {
    const project = `${ours}-watch`
    const folder = copyOfProject()
    const { compose, urlOf } = stack(project)
    const files = ['--file', join(folder, 'docker-compose.yml'), '--file', FREE]
    const args = ['compose', '--project-name', project, ...files, ...WATCH.split(' ').slice(2)]
    const watch = execa('docker', args, { cwd: folder, env: shell, all: true, reject: false, stdin: 'ignore' })
    const health = async () => await (await fetch(`${await urlOf('backend', 8000)}/health`)).json()
    try {
      await vi.waitFor(async () => expect(await health()).toMatchObject({ service: 'todo-backend' }), 120_000)
      const file = join(folder, 'services/backend/src/routes/health.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'todo-backend'", "'edited'"))
      await vi.waitFor(async () => expect(await health()).toMatchObject({ service: 'edited' }), 60_000)
    } finally {
      watch.kill('SIGINT')
      await watch
      await compose('down', '--volumes')
      rmSync(folder, { recursive: true })
    }
  })
})

/** What Compose builds and mounts, with its secrets, to be changed at will. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-watch-'))
  const isSource = (path: string) => !/\/(node_modules|dist|\.next[^/]*|test)$/.test(path)
  for (const path of ['docker-compose.yml', 'services'])
    cpSync(root + path, join(folder, path), { recursive: true, filter: isSource })
  writeFileSync(join(folder, '.env'), envFile(secrets))
  return folder
}
