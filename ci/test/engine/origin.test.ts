import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect, it } from 'vitest'
import { withOciAnnotations } from '../../src/build/oci-annotations.js'
import { layoutOf } from '../../src/build/oci-layout.js'
import { withVersion } from '../../src/project/images.js'
import { commandsRun } from './record.js'
import { describeOnEngine } from './session.js'

const made = {
  version: 'v1.2.3',
  commit: 'a'.repeat(40),
  commitTime: 1_700_000_000,
  source: 'https://example.com/todo',
}

const app = randomUUID()

async function assemble() {
  const base = dag.container().withRootfs(dag.directory().withNewFile('base', 'base'))
  const image = await withOciAnnotations(withVersion(base.withNewFile('app', app), 'backend', made), made)
  await layoutOf([{ image, base }], made.commitTime)
}

describeOnEngine('an image with its origin', () => {
  it('is assembled once for a commit', async () => {
    expect(await commandsRun(assemble)).not.toEqual([])
    expect(await commandsRun(assemble)).toEqual([])
  })
})
