import { randomUUID } from 'node:crypto'
import { type Container, dag, type Service } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../../src/index.js'
import { ask } from '../../../src/registry.js'
import { type Addressed, pinned, release } from '../../../src/release.js'
import { proof, signer } from '../../../src/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { BUILDER, COMMIT, place, smallClaims, smallImages } from './small.js'

const module = new TodoChatbot()

/** Releases two signed images; what is checked then is the first. */
async function signedRelease(service: Service, text: string = randomUUID()) {
  const { key, publicKey } = await newKey(randomUUID())
  const by = await signer({ key })
  if (!by) throw new Error('there is a key')
  const to = place(service)
  const { images } = await release(await smallImages(text), { to, force: true, proof: proof(by, smallClaims()) })
  const [image] = images
  if (!image) throw new Error('there are two images')
  const verify = (
    reference = pinned(image),
    expected: { commit?: string; builder?: string } = {},
    trusted = publicKey,
  ) =>
    module.verify(
      reference,
      trusted,
      undefined,
      undefined,
      expected.commit,
      expected.builder,
      undefined,
      undefined,
      service,
    )
  return { image, to, by, verify, tagged: `${image.address}:v1.2.3@${image.layout.digest}` }
}

describeOnEngine('a published image', () => {
  for (const referrers of [true, false]) {
    inSession(`is verified in a registry ${referrers ? 'with' : 'without'} referrers`, async () => {
      const service = await proxiedRegistry({ referrers })
      const { image, to, verify, tagged } = await signedRelease(service)
      const text = await verify(tagged, { commit: COMMIT, builder: BUILDER })
      expect(text).toMatch(/passed {2}every layer is what its digest says\npassed {2}signed\n/)
      const { outcomes } = await ask(to, [[['crane', 'ls', image.address]]])
      expect(outcomes[0]?.[0]?.stdout.includes('sha256-')).toBe(!referrers)
      await expect(verify(tagged, { commit: 'c'.repeat(40) })).rejects.toThrow(
        `was made of commit ${COMMIT}, and not of ccc`,
      )
      await expect(verify(tagged, { builder: 'https://example.com/other' })).rejects.toThrow(
        `was built by ${BUILDER}, and not by https://example.com/other`,
      )
    })
  }

  inSession('is not what its tag names any more, once that moved', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { verify, tagged, to } = await signedRelease(service)
    await release(await smallImages('other'), { to, force: true })
    await expect(verify(tagged)).rejects.toThrow(/one:v1\.2\.3 moved: it names sha256:\w+ now, and not sha256:\w+/)
  })

  inSession('is damaged if a layer was changed in the registry', async () => {
    const behind = await throwawayRegistry(randomUUID())
    const { image } = await signedRelease(behind)
    const damaged = await proxiedRegistry({ damaged: true }, behind)
    const { publicKey } = await newKey('any')
    const verified = module.verify(
      ...([
        pinned(image),
        publicKey,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        damaged,
      ] as const),
    )
    await expect(verified).rejects.toThrow('is damaged: a layer, or its manifest, is not what its digest says')
  })

  inSession('is not signed, or by another key, or only attested', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { image, to, by, verify } = await signedRelease(service)
    const { publicKey: other } = await newKey(randomUUID())
    await expect(verify(undefined, undefined, other)).rejects.toThrow(
      'is signed by someone else: no signature fits the key',
    )
    const [unsigned] = (await release(await smallImages('unsigned'), { to, force: true })).images
    await expect(verify(unsigned && pinned(unsigned))).rejects.toThrow(
      'is not signed: the registry has no signature of it',
    )
    const { commands, prepare } = proof(by, smallClaims())
    const attestOnly = {
      prepare,
      commands: (one: typeof image) => commands(one).filter((words) => words[1] !== 'sign'),
    }
    const [attested] = (await release(await smallImages('attested'), { to, force: true, proof: attestOnly })).images
    await expect(verify(attested && pinned(attested))).rejects.toThrow('has attestations and no signature')
    // A removed signature: without referrers they are one list under one tag.
    const list = `${image.address}:${image.layout.digest.replace(':', '-')}`
    const empty = dag.directory().withNewFile('index.json', '{"schemaVersion":2,"manifests":[]}')
    await ask(to, [[['crane', 'push', '--index', '/empty', list]]], (box) =>
      box.withMountedDirectory('/empty', empty.withNewFile('oci-layout', '{"imageLayoutVersion":"1.0.0"}')),
    )
    await expect(verify()).rejects.toThrow('is not signed: the registry has no signature of it')
  })

  inSession('is signed by a key without asking any of Sigstore’s services', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { key } = await newKey(randomUUID())
    const by = await signer({ key })
    if (!by) throw new Error('there is a key')
    const sigstore = await proxiedRegistry({})
    const hosts = ['tuf-repo-cdn', 'rekor', 'fulcio', 'oauth2', 'timestamp'].map((name) => `${name}.sigstore.dev`)
    const { commands, prepare } = proof(by, smallClaims())
    const watched = {
      commands,
      prepare: (box: Container) => hosts.reduce((all, host) => all.withServiceBinding(host, sigstore), prepare(box)),
    }
    const images = await smallImages('offline')
    await release(images, { to: place(service), force: true, proof: watched })
    expect(await requestsTo(sigstore)).toBe(0)
    // The watch itself: without the two flags Cosign does ask.
    const flag = /^--(signing-config|trusted-root)$/
    const online = (words: string[]) => words.filter((word, at) => !flag.test(word) && !flag.test(words[at - 1] ?? ''))
    const asking = { ...watched, commands: (one: Addressed) => commands(one).map(online) }
    await expect(release(images, { to: place(service), force: true, proof: asking })).rejects.toThrow()
    expect(await requestsTo(sigstore)).toBeGreaterThan(0)
  })

  inSession('is asked for by digest, with whom to trust', async () => {
    const { publicKey } = await newKey('any')
    const digest = `sha256:${'0'.repeat(64)}`
    await expect(module.verify('ghcr.io/o/r:v1', publicKey)).rejects.toThrow('names no digest')
    await expect(module.verify(`ghcr.io/o/r@${digest}`)).rejects.toThrow('--key is missing')
    await expect(module.verify(`ghcr.io/o/r@${digest}`, publicKey, 'me')).rejects.toThrow('exclude each other')
    await expect(signer({ password: dag.setSecret('p', 'p') })).rejects.toThrow('--signing-key, which is missing')
    await expect(signer({ key: dag.setSecret('k', 'no key') })).rejects.toThrow('--signing-key can not be read')
  })
})
