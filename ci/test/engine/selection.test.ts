import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dagger, describeOnEngine, root } from './session.js'

describeOnEngine('an edit', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'todo-chatbot-edit-'))
  afterAll(() => rmSync(checkout, { recursive: true }))

  beforeAll(async () => {
    for (const file of execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    })
      .trim()
      .split('\n'))
      cpSync(join(root, file), join(checkout, file))
    await testsRun(checkout)
  })

  /** Adds a line that is nowhere else: a comment in TypeScript. */
  const edit = (file: string) => appendFileSync(join(checkout, file), `// ${crypto.randomUUID()}\n`)

  it('of the frontend runs none of the tests of the backend and the pipeline', async () => {
    edit('services/frontend/src/app/layout.tsx')
    expect(await testsRun(checkout)).toEqual(['frontend-integration', 'frontend-unit'])
  })

  it('of the backend runs none of the tests of the frontend and the pipeline', async () => {
    edit('services/backend/src/app.ts')
    expect(await testsRun(checkout)).toEqual(['backend-integration', 'backend-unit'])
  })

  it('of a unit test runs the unit tests alone', async () => {
    edit('services/frontend/test/unit/config.test.ts')
    expect(await testsRun(checkout)).toEqual(['frontend-unit'])
  })

  it('of the README or a Dockerfile runs nothing', async () => {
    edit('README.md')
    edit('services/backend/Dockerfile')
    expect(await commandsRun(checkout)).toEqual([])
  })
})

/** The tests that the engine ran, by the name of their report. */
async function testsRun(folder: string): Promise<string[]> {
  const reports = (await commandsRun(folder)).map((command) => /([\w-]+)\.xml$/.exec(command)?.[1])
  return reports.filter((name) => name !== undefined).sort()
}

/** The commands that the engine ran, by its own record: those that it did not answer from its cache. */
async function commandsRun(folder: string): Promise<string[]> {
  const { exitCode, stderr } = await dagger(['--progress=plain', 'check', 'unit', 'integration'], folder)
  expect(exitCode, stderr).toBe(0)
  const commands = new Map([...stderr.matchAll(/^(\d+) *: [ ┆]*withExec (.+)$/gm)].map(([, id, line]) => [id, line]))
  for (const [, id] of stderr.matchAll(/^(\d+) *: [ ┆]*Container\.withExec CACHED /gm)) commands.delete(id)
  return [...commands.values()].filter((command) => command !== undefined)
}
