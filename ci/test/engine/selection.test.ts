import { afterAll, beforeAll, expect, it } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { newCheckout } from './checkout.js'
import { commandsRun, testsRun } from './record.js'
import { describeOnEngine, sources } from './session.js'

const module = new TodoChatbot()

describeOnEngine('an edit', () => {
  const { folder, edit } = newCheckout(afterAll)
  const check = async () => {
    const { checkout } = sources(folder)
    await Promise.all([module.unit(checkout), module.integration(checkout)])
  }
  beforeAll(() => commandsRun(check))

  it('of the frontend runs none of the tests of the backend and the pipeline', async () => {
    edit('services/frontend/src/app/layout.tsx')
    expect(await testsRun(check)).toEqual(['frontend-integration', 'frontend-unit'])
  })

  it('of the backend runs none of the tests of the frontend and the pipeline', async () => {
    edit('services/backend/src/app.ts')
    expect(await testsRun(check)).toEqual(['backend-integration', 'backend-unit'])
  })

  it('of a unit test runs the unit tests alone', async () => {
    edit('services/frontend/test/unit/config.test.ts')
    expect(await commandsRun(check)).toEqual([expect.stringContaining('frontend-unit.xml')])
  })

  it('of the README or a Dockerfile runs nothing', async () => {
    edit('README.md')
    edit('services/backend/Dockerfile')
    expect(await commandsRun(check)).toEqual([])
  })
})
