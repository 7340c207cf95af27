import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { type Planned, release } from '../../../src/release/push.js'
import { proxiedRegistry, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { digests, place, smallImages, tagged } from './small.js'

describeOnEngine('a release that fails half-way', () => {
  inSession('moves no tag of one image if the other fails', async () => {
    const to = place(await throwawayRegistry(randomUUID()))
    const [before, [one, two]] = [await smallImages('before'), await smallImages('after')]
    await release(before, { to, force: true })
    const broken = { ...two, layout: { ...two?.layout, directory: dag.directory() } } as Planned
    await expect(release([one as Planned, broken], { to, force: true })).rejects.toThrow(
      'Registry registry.localhost:5000 failed',
    )
    expect(await tagged('main', to)).toEqual(digests(before))
  })

  inSession('puts back what it moved if a tag can not be moved', async () => {
    const behind = await throwawayRegistry(randomUUID())
    const [before, after] = [await smallImages('before'), await smallImages('after')]
    await release(before, { to: place(behind), force: false })
    const stuck = place(await proxiedRegistry({ stuckTag: 'v1.2.3' }, behind))
    await expect(release(after, { to: stuck, force: true })).rejects.toThrow(
      /tried again \d+ times: .*No tag that was there moved\. Publish again to complete it\./,
    )
    expect(await tagged('main', place(behind))).toEqual(digests(before))
  })
})
