import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { pinned, release } from '../../../src/release/push.js'
import { registry } from '../../../src/release/registry.js'
import { guardedRegistry, LOGIN, proxiedRegistry, REGISTRY, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { digests, place, smallImages, tagged } from './small.js'

describeOnEngine('a release', () => {
  inSession('moves every tag of both images to the planned digests, and is the same again', async () => {
    const to = place(await throwawayRegistry(randomUUID()))
    const images = await smallImages('first')
    const first = await release(images, { to, force: false })
    expect(await tagged('v1.2.3', to)).toEqual(digests(images))
    expect(await tagged('main', to)).toEqual(digests(images))
    expect(await release(images, { to, force: false })).toEqual(first)
  })

  inSession('never moves a version, unless it is forced and says so', async () => {
    const to = place(await throwawayRegistry(randomUUID()))
    const [before, after] = [await smallImages('before'), await smallImages('after')]
    await release(before, { to, force: false })
    await expect(release(after, { to, force: false })).rejects.toThrow(
      /one:v1\.2\.3 is sha256:.*two:v1\.2\.3 is sha256:.*A version never moves.*Nothing was pushed/,
    )
    expect(await tagged('main', to)).toEqual(digests(before))
    const { overwritten } = await release(after, { to, force: true })
    expect(overwritten.map(({ digest }) => digest).sort()).toEqual(digests(before).sort())
    expect(await tagged('v1.2.3', to)).toEqual(digests(after))
  })

  inSession('needs the right password; a wrong one is one line, one try and nowhere to be read', async () => {
    const service = await proxiedRegistry({}, await guardedRegistry(randomUUID()))
    const repository = `${REGISTRY}/team/app`
    const images = await smallImages('guarded')
    const wrong = dag.setSecret('wrong', 'hunter2-hunter2')
    const refused = await release(images, {
      to: registry({ repository, service, username: LOGIN.username, password: wrong }),
      force: false,
    }).catch((error: Error) => error.message)
    expect(refused).toBe('Registry registry.localhost:5000 refused user ci: check --username and --password.')
    // For each of four tags: what the registry wants, and the tag, with HEAD and with GET.
    expect(await requestsTo(service)).toBeLessThanOrEqual(16)
    await expect(release(images, { to: registry({ repository, service }), force: false })).rejects.toThrow(
      'to be used without a login: give --username and --password.',
    )
    const password = dag.setSecret('right', LOGIN.password)
    const to = registry({ repository, service, username: LOGIN.username, password })
    expect((await release(images, { to, force: false })).images.map(pinned)).toHaveLength(2)
  })

  inSession('says that a registry is away', async () => {
    const to = registry({ repository: 'registry.invalid/team/app' })
    await expect(release(await smallImages('away'), { to, force: false })).rejects.toThrow(
      'Registry registry.invalid failed: ',
    )
  })
})
