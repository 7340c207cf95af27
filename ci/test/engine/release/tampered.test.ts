import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../../src/index.js'
import { pinned, release } from '../../../src/release/push.js'
import { ask } from '../../../src/release/registry.js'
import { proof } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { signedRelease } from './signed.js'
import { smallClaims, smallImages } from './small.js'

const module = new TodoChatbot()

describeOnEngine('a published image that was tampered with', () => {
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
})
