import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { ALL_SERVICES, SERVICES } from '../../src/project/services.js'
import { describeOnEngine, inSession, sources } from './session.js'
import { build } from './verbs.js'

const module = new TodoChatbot()

describeOnEngine('the images', () => {
  inSession('are built and shown in a table', async () => {
    const table = await build()
    for (const { image, port = '' } of ALL_SERVICES)
      expect(table).toMatch(new RegExp(`^${image} +linux/amd64 +1000:1001 +${port} `, 'm'))
  })

  inSession('are built on Node 20 too', async () => {
    expect(await build({ nodeImage: 'node:20-alpine' })).toContain('todo-frontend')
  })

  inSession('are the same by their Dockerfiles', async () => {
    await module.recipes(sources().checkout)
  })

  inSession('differ from a Dockerfile that departs, and the difference is named', async () => {
    const { checkout } = sources()
    const file = 'services/backend/Dockerfile'
    const { port } = SERVICES.backend
    const dockerfile = (await checkout.file(file).contents()).replace(`EXPOSE ${port}`, `EXPOSE ${port + 1}`)
    await expect(module.recipes(checkout.withNewFile(file, dockerfile))).rejects.toThrow(
      `todo-backend: only in its Dockerfile: port ${port + 1}`,
    )
  })

  inSession('are not built with an empty NEXT_PUBLIC_API_URL', async () => {
    await expect(build({ apiUrl: '' })).rejects.toThrow('--api-url "" (NEXT_PUBLIC_API_URL) is not a valid address')
    await expect(build({ apiUrl: 'ftp://files' })).rejects.toThrow(
      /todo-frontend for linux\/amd64 failed: .*NEXT_PUBLIC_API_URL is not a usable address/s,
    )
  })
})
