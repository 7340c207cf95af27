import { expect } from 'vitest'
import { TodoChatbot } from '../../src/index.js'
import { describeOnEngine, inSession, sources } from './session.js'

const module = new TodoChatbot()

describeOnEngine('the images', () => {
  inSession('are built and shown in a table', async () => {
    const { backendImage, frontendImage } = sources()
    const table = await module.build(backendImage, frontendImage)
    expect(table).toMatch(/^todo-backend +linux\/amd64 +1000:1001 +8000 /m)
    expect(table).toMatch(/^todo-frontend +linux\/amd64 +1000:1001 +3000 /m)
  })

  inSession('are built on Node 20 too', async () => {
    const { backendImage, frontendImage } = sources()
    expect(await module.build(backendImage, frontendImage, undefined, 'node:20-alpine')).toContain('todo-frontend')
  })

  inSession('are the same by their Dockerfiles', async () => {
    const { backend, frontend } = sources()
    await module.recipes(backend, frontend)
  })

  inSession('differ from a Dockerfile that departs, and the difference is named', async () => {
    const { backend, frontend } = sources()
    const dockerfile = (await backend.file('Dockerfile').contents()).replace('EXPOSE 8000', 'EXPOSE 8001')
    await expect(module.recipes(backend.withNewFile('Dockerfile', dockerfile), frontend)).rejects.toThrow(
      'todo-backend: only in its Dockerfile: port 8001',
    )
  })

  inSession('are not built with an empty NEXT_PUBLIC_API_URL', async () => {
    const { backendImage, frontendImage } = sources()
    await expect(module.build(backendImage, frontendImage, '')).rejects.toThrow(
      '--api-url "" (NEXT_PUBLIC_API_URL) is no address',
    )
    await expect(module.build(backendImage, frontendImage, 'ftp://files')).rejects.toThrow(
      /todo-frontend for linux\/amd64 failed: .*NEXT_PUBLIC_API_URL is not a usable address/s,
    )
  })
})
