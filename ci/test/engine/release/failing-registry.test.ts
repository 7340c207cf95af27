import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import type { PlannedImage } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { proxiedRegistry, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { digests, smallImages, tagged, testRegistry } from './small.js'

describeOnEngine('a release that fails half-way', () => {
  inSession('moves no tag of one image if the other fails', async () => {
    const registry = testRegistry(await throwawayRegistry(randomUUID()))
    const [before, [one, two]] = [await smallImages('before'), await smallImages('after')]
    await release(before, { registry, force: true })
    const broken = { ...two, layout: { ...two?.layout, directory: dag.directory() } } as PlannedImage
    await expect(release([one as PlannedImage, broken], { registry, force: true })).rejects.toThrow(
      'Registry registry.localhost:5000 failed',
    )
    expect(await tagged('main', registry)).toEqual(digests(before))
  })

  inSession('restores the tags that it moved if another tag can not be moved', async () => {
    const behind = await throwawayRegistry(randomUUID())
    const [before, after] = [await smallImages('before'), await smallImages('after')]
    await release(before, { registry: testRegistry(behind), force: false })
    const stuck = testRegistry(await proxiedRegistry({ stuckTag: 'v1.2.3' }, behind))
    await expect(release(after, { registry: stuck, force: true })).rejects.toThrow(
      /after \d+ retries: .*All existing tags point to the same digests as before\. Publish again to complete the release\./,
    )
    expect(await tagged('main', testRegistry(behind))).toEqual(digests(before))
  })
})
