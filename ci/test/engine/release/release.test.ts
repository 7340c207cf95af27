import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { ask, printed, type Registry, registry } from '../../../src/registry.js'
import { type Planned, pinned, release } from '../../../src/release.js'
import { guardedRegistry, LOGIN, proxiedRegistry, REGISTRY, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { place, smallImages } from './small.js'

/** FLAKY_RELEASES=20 is the long run; these few see that it holds. */
const FLAKY_RELEASES = Number(process.env['FLAKY_RELEASES'] ?? 2)

const digestOf = async (tag: string, to: Registry) => {
  const { outcomes } = await ask(to, [[['crane', 'digest', `${to.repository}/${tag}`]]])
  return outcomes[0]?.[0]?.exitCode === 0 ? printed(outcomes[0][0], to) : undefined
}
const digests = (images: Planned[]) => images.map(({ layout }) => layout.digest)
const tagged = async (tag: string, to: Registry) => [await digestOf(`one:${tag}`, to), await digestOf(`two:${tag}`, to)]

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

  inSession(`is complete or moves nothing on a network that fails, ${FLAKY_RELEASES} times`, async () => {
    const service = await proxiedRegistry({ flaky: true })
    const to = place(service)
    const reached: (number | string)[] = []
    let last: Planned[] = []
    for (let count = 0; count < FLAKY_RELEASES; count++) {
      const images = await smallImages(randomUUID())
      const outcome = await release(images, { to, force: true }).then(({ retries }) => retries, String)
      reached.push(outcome)
      if (typeof outcome === 'number') last = images
      expect([...(await tagged('main', to)), ...(await tagged('v1.2.3', to))]).toEqual([
        ...digests(last),
        ...digests(last),
      ])
    }
    process.stdout.write(`releases on a failing network, retries or error of each: ${JSON.stringify(reached)}\n`)
    expect(reached.filter((retries) => typeof retries === 'number' && retries > 0)).not.toEqual([])
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
