import { expect, it, onTestFinished } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { SERVICE_NAMES } from '../../src/project/services.js'
import { newCheckout } from './checkout.js'
import { testsRun } from './record.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()

const FAILING = `import { expect, it } from 'vitest'\nit('two and two are five', () => { expect(2 + 2).toBe(5) })\n`

describeOnEngine('the checks', () => {
  inSession('pass together', async () => {
    expect(await module.test(sources().checkout)).toMatch(/passed {2}backend integration\n.*passed {2}end-to-end\n/s)
  })

  inSession('fail on a failing unit test, with its own output', async () => {
    const { checkout } = sources(planted('services/backend/test/unit/planted.test.ts', FAILING))
    await expect(module.unit(checkout)).rejects.toThrow(
      /backend unit failed: .*two and two are five.*expected 4 to be 5/s,
    )
  })

  inSession('fail on a type error, with the compiler naming it', async () => {
    const wrong = `export const wrong: number = 'text'\n`
    const { checkout } = sources(planted('services/backend/src/planted.ts', wrong))
    await expect(module.typecheck(checkout)).rejects.toThrow(
      /backend typecheck failed: .*planted\.ts.*Type 'string' is not assignable to type 'number'/s,
    )
  })

  inSession('fail on code that is not formatted', async () => {
    const { checkout } = sources(planted('ci/src/planted.ts', 'export const a = "b";'))
    await expect(module.lint(checkout)).rejects.toThrow(/lint failed/)
  })

  inSession('fail on a migration that fails halfway', async () => {
    const broken = 'export const up = () => { throw new Error("planted") }\nexport const down = up\n'
    const { checkout } = sources(planted('services/backend/src/migrations/0001_todos.ts', broken))
    await expect(module.integration(checkout)).rejects.toThrow(/backend integration failed/)
  })

  it('leave JUnit reports, of failed tests too, and run no test again that passed', async () => {
    const reports = async (folder?: string) => await module.testReports(sources(folder).checkout)
    await testsRun(reports)
    const failing = planted('services/backend/test/unit/planted.test.ts', FAILING)
    const ran = await testsRun(async () => {
      const left = await reports(failing)
      const ofServices = SERVICE_NAMES.flatMap((name) => [`${name}-integration.xml`, `${name}-unit.xml`])
      expect((await left.entries()).sort()).toEqual([...ofServices, 'end-to-end.xml', 'pipeline-unit.xml'].sort())
      expect(await left.file('backend-unit.xml').contents()).toContain('two and two are five')
    })
    expect(new Set(ran)).toEqual(new Set(['backend-unit']))
  })
})

/** A checkout like this one, with one file more. */
function planted(file: string, text: string): string {
  const { folder, write } = newCheckout(onTestFinished)
  write(file, text)
  return folder
}
