import { randomUUID } from 'node:crypto'
import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { type AddressedImage, digestReference } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { runRegistryCommands } from '../../../src/release/registry.js'
import { createAttestor } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry, throwawayRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { signedRelease } from './signed.js'
import { smallAttestations, smallImages } from './small.js'

describeOnEngine('a published image that was tampered with', () => {
  inSession('is not what its tag points to, once that moved', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { verifyImage, tagged, registry } = await signedRelease(service)
    await release(await smallImages('other'), { registry, force: true })
    await expect(verifyImage({ image: tagged })).rejects.toThrow(
      /one:v1\.2\.3 now points to sha256:\w+ instead of sha256:\w+/,
    )
  })

  inSession('is corrupt if a layer was changed in the registry', async () => {
    const behind = await throwawayRegistry(randomUUID())
    const { image, verifyImage } = await signedRelease(behind)
    const damaged = await proxiedRegistry({ damaged: true }, behind)
    await expect(verifyImage({ image: digestReference(image), service: damaged })).rejects.toThrow(
      'is corrupt: a layer or the manifest does not match its digest',
    )
  })

  inSession('is not signed, or by another key, or only attested', async () => {
    const service = await throwawayRegistry(randomUUID())
    const { image, registry, signer, verifyImage } = await signedRelease(service)
    const { publicKey: other } = await newKey(randomUUID())
    await expect(verifyImage({ key: other })).rejects.toThrow(
      'is not signed by the trusted key or identity: no signature matches',
    )
    const [unsigned] = (await release(await smallImages('unsigned'), { registry, force: true })).images
    await expect(verifyImage({ image: digestReference(unsigned as AddressedImage) })).rejects.toThrow(
      'is not signed: the registry has no signature for it',
    )
    const { commands, prepare } = createAttestor(signer, smallAttestations())
    const attestOnly = {
      prepare,
      commands: (one: AddressedImage) => commands(one).filter(([, verb]) => verb !== 'sign'),
    }
    const [attested] = (await release(await smallImages('attested'), { registry, force: true, attestor: attestOnly }))
      .images
    await expect(verifyImage({ image: digestReference(attested as AddressedImage) })).rejects.toThrow(
      'has attestations but no signature',
    )
    // A removed signature: without referrers they are one list under one tag.
    const list = `${image.address}:${image.layout.digest.replace(':', '-')}`
    const empty = dag.directory().withNewFile('index.json', '{"schemaVersion":2,"manifests":[]}')
    await runRegistryCommands(registry, [[['crane', 'push', '--index', '/empty', list]]], (container) =>
      container.withMountedDirectory('/empty', empty.withNewFile('oci-layout', '{"imageLayoutVersion":"1.0.0"}')),
    )
    await expect(verifyImage()).rejects.toThrow('is not signed: the registry has no signature for it')
  })
})
