import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { carried, fill } from '../../src/caches.js'
import { NODE_IMAGE } from '../../src/versions.js'
import { describeOnEngine, inSession } from './session.js'

const MARK = 'root/.npm/mark-of-a-test'
const node = () => dag.container().from(NODE_IMAGE)

describeOnEngine('the caches', () => {
  inSession('are filled from what was carried, and carried on from there', async () => {
    const mark = crypto.randomUUID()
    const packed = node().withNewFile(`/${MARK}`, mark).withExec(['tar', '-cf', '/caches.tar', '-C', '/', MARK])
    await fill(dag.directory().withFile('caches.tar', packed.file('/caches.tar')), NODE_IMAGE)
    const unpacked = node()
      .withMountedFile('/caches.tar', carried(NODE_IMAGE))
      .withExec(['tar', '-xf', '/caches.tar', '-C', '/', MARK])
    expect(await unpacked.file(`/${MARK}`).contents()).toBe(mark)
  })

  inSession('stay as they are where nothing was carried yet', async () => {
    await fill(dag.directory(), NODE_IMAGE)
  })
})
