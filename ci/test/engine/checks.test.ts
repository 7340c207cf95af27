import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()

describeOnEngine('the checks', () => {
  inSession('pass together', async () => {
    const { project, backend, frontend } = sources()
    expect(await module.test(project, backend, frontend)).toMatch(
      /passed {2}backend integration\n.*passed {2}end-to-end\n/s,
    )
  })

  inSession('fail on a failing unit test, with its own output', async () => {
    const { project, backend, frontend } = sources()
    const failing = `import { expect, it } from 'vitest'\nit('two and two are five', () => { expect(2 + 2).toBe(5) })\n`
    await expect(
      module.unit(project, backend.withNewFile('test/unit/planted.test.ts', failing), frontend),
    ).rejects.toThrow(/backend unit failed: .*two and two are five.*expected 4 to be 5/s)
  })

  inSession('fail on a type error, with the compiler naming it', async () => {
    const { project, backend, frontend } = sources()
    const wrong = `export const wrong: number = 'text'\n`
    await expect(module.typecheck(project, backend.withNewFile('src/planted.ts', wrong), frontend)).rejects.toThrow(
      /backend typecheck failed: .*planted\.ts.*Type 'string' is not assignable to type 'number'/s,
    )
  })

  inSession('fail on code that is not formatted', async () => {
    const { project } = sources()
    await expect(module.lint(project.withNewFile('ci/src/planted.ts', 'export const a = "b";'))).rejects.toThrow(
      /lint failed/,
    )
  })

  inSession('fail on a migration that fails halfway', async () => {
    const { backend, frontend } = sources()
    const migrations = 'src/migrations/0001_todos.ts'
    const broken = (await backend.file(migrations).contents()).replace(/down\(/, 'down_(')
    expect(broken).toBeTruthy()
    await expect(
      module.integration(
        backend.withNewFile(
          migrations,
          'export const up = () => { throw new Error("planted") }\nexport const down = up\n',
        ),
        frontend,
      ),
    ).rejects.toThrow(/backend integration failed/)
  })

  inSession('leave JUnit reports, of failed tests too', async () => {
    const { project, backend, frontend } = sources()
    const failing = `import { expect, it } from 'vitest'\nit('two and two are five', () => { expect(2 + 2).toBe(5) })\n`
    const reports = module.testReports(project, backend.withNewFile('test/unit/planted.test.ts', failing), frontend)
    expect((await reports.entries()).sort()).toEqual(
      [
        'backend-integration.xml',
        'backend-unit.xml',
        'end-to-end.xml',
        'frontend-integration.xml',
        'frontend-unit.xml',
        'pipeline-unit.xml',
      ].sort(),
    )
    expect(await reports.file('backend-unit.xml').contents()).toContain('two and two are five')
  })
})
