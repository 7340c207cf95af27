import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { digestReference } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { parseRegistry } from '../../../src/release/registry.js'
import { guardedRegistry, LOGIN, proxiedRegistry, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { REPOSITORY } from '../verbs.js'
import { digests, smallImages, tagged, testRegistry } from './small.js'

describeOnEngine('a release', () => {
  inSession('moves every tag of both images to the planned digests, also when it is repeated', async () => {
    const registry = testRegistry(await throwawayRegistry(randomUUID()))
    const images = await smallImages('first')
    const first = await release(images, { registry, force: false })
    expect(await tagged('v1.2.3', registry)).toEqual(digests(images))
    expect(await tagged('main', registry)).toEqual(digests(images))
    expect(await release(images, { registry, force: false })).toEqual(first)
  })

  inSession('moves a version tag only if it is forced, and reports that', async () => {
    const registry = testRegistry(await throwawayRegistry(randomUUID()))
    const [before, after] = [await smallImages('before'), await smallImages('after')]
    await release(before, { registry, force: false })
    await expect(release(after, { registry, force: false })).rejects.toThrow(
      /one:v1\.2\.3 points to sha256:.*two:v1\.2\.3 points to sha256:.*A version tag never moves.*Nothing was pushed/,
    )
    expect(await tagged('main', registry)).toEqual(digests(before))
    const { overwritten } = await release(after, { registry, force: true })
    expect(overwritten.map(({ digest }) => digest).sort()).toEqual(digests(before).sort())
    expect(await tagged('v1.2.3', registry)).toEqual(digests(after))
  })

  inSession(
    'needs the right password; a wrong one is an error of one line, without retries and without the password',
    async () => {
      const service = await proxiedRegistry({}, await guardedRegistry(randomUUID()))
      const images = await smallImages('guarded')
      const wrong = dag.setSecret('wrong', 'hunter2-hunter2')
      const refused = await release(images, {
        registry: parseRegistry({ repository: REPOSITORY, service, username: LOGIN.username, password: wrong }),
        force: false,
      }).catch((error: Error) => error.message)
      expect(refused).toBe('Registry registry.localhost:5000 refused user ci: check --username and --password.')
      // For each of four tags: the login's challenge and the tag, with HEAD and GET.
      expect(await requestsTo(service)).toBeLessThanOrEqual(16)
      await expect(
        release(images, { registry: parseRegistry({ repository: REPOSITORY, service }), force: false }),
      ).rejects.toThrow('Registry registry.localhost:5000 requires a login: give --username and --password.')
      const password = dag.setSecret('right', LOGIN.password)
      const registry = parseRegistry({ repository: REPOSITORY, service, username: LOGIN.username, password })
      expect((await release(images, { registry, force: false })).images.map(digestReference)).toHaveLength(2)
    },
  )

  inSession('fails on a registry that is away', async () => {
    const registry = parseRegistry({ repository: 'registry.invalid/team/app' })
    await expect(release(await smallImages('away'), { registry, force: false })).rejects.toThrow(
      'Registry registry.invalid failed: ',
    )
  })
})
