import { randomUUID } from 'node:crypto'
import type { Container } from '@dagger.io/dagger'
import { expect } from 'vitest'
import type { AddressedImage } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { createAttestor, readSigner } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { smallAttestations, smallImages, testRegistry } from './small.js'

describeOnEngine('a release', () => {
  inSession('is signed by a key without contact to Sigstore’s services', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { key } = await newKey(randomUUID())
    const signer = await readSigner({ key })
    if (!signer) throw new Error('there is a key')
    const sigstore = await proxiedRegistry({})
    const hosts = ['tuf-repo-cdn', 'rekor', 'fulcio', 'oauth2', 'timestamp'].map((name) => `${name}.sigstore.dev`)
    const { commands, prepare } = createAttestor(signer, smallAttestations())
    const watched = {
      commands,
      prepare: (container: Container) =>
        hosts.reduce((all, host) => all.withServiceBinding(host, sigstore), prepare(container)),
    }
    const images = await smallImages('offline')
    await release(images, { registry: testRegistry(service), force: true, attestor: watched })
    expect(await requestsTo(sigstore)).toBe(0)
    // Proves that the watch works: without the two flags Cosign contacts the services.
    const flag = /^--(signing-config|trusted-root)$/
    const online = (words: string[]) => words.filter((word, at) => !flag.test(word) && !flag.test(words[at - 1] ?? ''))
    const contacting = { ...watched, commands: (one: AddressedImage) => commands(one).map(online) }
    await expect(
      release(images, { registry: testRegistry(service), force: true, attestor: contacting }),
    ).rejects.toThrow()
    expect(await requestsTo(sigstore)).toBeGreaterThan(0)
  })
})
