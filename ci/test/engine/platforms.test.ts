import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { leftOut } from '../../../test/left-out.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { describeOnEngine, inSession } from './session.js'
import { build, planData } from './verbs.js'

/** Such as node:24-alpine itself, where the real one can be pulled; a stand-in may be made for one platform alone. */
const BASE = process.env['MULTI_PLATFORM_NODE_IMAGE'] ?? NODE_IMAGE
const BOTH = ['linux/arm64', 'linux/amd64']

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
    const { images, notRun } = await planData({ nodeImage: BASE, platform: BOTH })
    for (const { digest, platforms } of images) {
      expect(platforms.map(({ name }) => name)).toEqual(['linux/amd64', 'linux/arm64'])
      expect(new Set([digest, ...platforms.map((one) => one.digest)]).size).toBe(3)
    }
    expect(notRun).toHaveLength(1)
    const table = await build({ nodeImage: BASE, platform: BOTH })
    expect(table).toMatch(/^todo-backend +linux\/arm64 +1000:1001 +\d+ /m)
  })

  inSession('are refused where the base is made for another', async () => {
    await expect(planData({ platform: ['linux/s390'] })).rejects.toThrow('linux/s390')
    await expect(planData({ platform: ['arm64'] })).rejects.toThrow('--platform "arm64" is not a valid platform')
  })
})
