import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { PlannedImage } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { proxiedRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { digests, smallImages, tagged, testRegistry } from './small.js'

/** FLAKY_RELEASES=20 for a long run. */
const FLAKY_RELEASES = Number(process.env['FLAKY_RELEASES'] ?? 2)

describeOnEngine('a release', () => {
  inSession(`is complete or moves nothing on a network that fails, ${FLAKY_RELEASES} times`, async () => {
    const service = await proxiedRegistry({ flaky: true })
    const registry = testRegistry(service)
    const reached: (number | string)[] = []
    let last: PlannedImage[] = []
    for (let count = 0; count < FLAKY_RELEASES; count++) {
      const images = await smallImages(randomUUID())
      const outcome = await release(images, { registry, force: true }).then(({ retries }) => retries, String)
      reached.push(outcome)
      if (typeof outcome === 'number') last = images
      expect([...(await tagged('main', registry)), ...(await tagged('v1.2.3', registry))]).toEqual([
        ...digests(last),
        ...digests(last),
      ])
    }
    process.stdout.write(`releases on a failing network, retries or error of each: ${JSON.stringify(reached)}\n`)
    expect(reached.filter((retries) => typeof retries === 'number' && retries > 0)).not.toEqual([])
  })
})
