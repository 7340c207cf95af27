import { randomUUID } from 'node:crypto'
import type { Container } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { type Addressed, release } from '../../../src/release/push.js'
import { proof, signer } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry, requestsTo, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { place, smallClaims, smallImages } from './small.js'

describeOnEngine('a release', () => {
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
})
