import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { leftOut } from '../../../test/left-out.js'
import { TodoChatbot } from '../../src/index.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { Format, type Report } from '../../src/release/report.js'
import { newRepository } from './git.js'
import { describeOnEngine, inSession, sources } from './session.js'

/** Such as node:24-alpine itself, where the real one can be pulled; a stand-in may be made for one platform alone. */
const BASE = process.env['MULTI_PLATFORM_NODE_IMAGE'] ?? NODE_IMAGE
const BOTH = ['linux/arm64', 'linux/amd64']

const module = new TodoChatbot()

const planned = async (nodeImage: string, platforms: string[]): Promise<Report> => {
  const git = dag.host().directory(newRepository({ tags: ['v1.2.3'] }))
  const options = [undefined, undefined, Format.Json, undefined, nodeImage, platforms] as const
  return JSON.parse(await module.plan(git, sources().services, ...options))
}

describeOnEngine('images for several platforms', () => {
  inSession('are one index each, built without running anything of another platform', async ({ skip }) => {
    const bases = BOTH.map((platform) =>
      dag
        .container({ platform: platform as never })
        .from(BASE)
        .platform(),
    )
    const [other] = await Promise.all(bases)
    if (other !== 'linux/arm64') {
      leftOut('Images for two platforms', `${BASE} is made for ${other} alone`)
      skip()
    }
    const { images, notRun } = await planned(BASE, BOTH)
    for (const { digest, platforms } of images) {
      expect(platforms.map(({ name }) => name)).toEqual(['linux/amd64', 'linux/arm64'])
      expect(new Set([digest, ...platforms.map((one) => one.digest)]).size).toBe(3)
    }
    expect(notRun).toHaveLength(1)
    const table = await module.build(sources().services, undefined, BASE, BOTH)
    expect(table).toMatch(/^todo-backend +linux\/arm64 +1000:1001 +\d+ /m)
  })

  inSession('are refused where the base is made for another', async () => {
    await expect(planned(NODE_IMAGE, ['linux/s390'])).rejects.toThrow('linux/s390')
    await expect(planned(NODE_IMAGE, ['arm64'])).rejects.toThrow('--platform "arm64" is no platform')
  })
})
