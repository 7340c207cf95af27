import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { runRegistryCommands } from '../../../src/release/registry.js'
import { readSigner } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { verify } from '../verbs.js'
import { signedRelease } from './signed.js'
import { BUILDER, COMMIT } from './small.js'

describeOnEngine('a published image', () => {
  for (const referrers of [true, false]) {
    inSession(`is verified in a registry ${referrers ? 'with' : 'without'} referrers`, async () => {
      const service = await proxiedRegistry({ referrers })
      const { image, registry, verifyImage, tagged } = await signedRelease(service)
      const text = await verifyImage({ image: tagged, commit: COMMIT, builder: BUILDER })
      expect(text).toMatch(/passed {2}every layer matches its digest\npassed {2}signed\n/)
      const { outcomes } = await runRegistryCommands(registry, [[['crane', 'ls', image.address]]])
      expect(outcomes[0]?.[0]?.stdout.includes('sha256-')).toBe(!referrers)
      await expect(verifyImage({ image: tagged, commit: 'c'.repeat(40) })).rejects.toThrow(
        `was built from commit ${COMMIT}, not from ccc`,
      )
      await expect(verifyImage({ image: tagged, builder: 'https://example.com/other' })).rejects.toThrow(
        `was built by ${BUILDER}, not by https://example.com/other`,
      )
    })
  }

  inSession('is verified by its digest and a trusted key or identity, and by nothing less', async () => {
    const { publicKey: key } = await newKey('any')
    const image = `ghcr.io/o/r@sha256:${'0'.repeat(64)}`
    await expect(verify({ image: 'ghcr.io/o/r:v1', key })).rejects.toThrow('has no digest')
    await expect(verify({ image })).rejects.toThrow('--key is missing')
    await expect(verify({ image, key, identity: 'me' })).rejects.toThrow('exclude each other')
    await expect(readSigner({ password: dag.setSecret('p', 'p') })).rejects.toThrow('--signing-key, which is missing')
    await expect(readSigner({ key: dag.setSecret('k', 'no key') })).rejects.toThrow('--signing-key can not be read')
  })
})
