import { dag } from '@dagger.io/dagger'
import { expect } from 'vitest'
import { TodoChatbot } from '../../../src/index.js'
import { ask } from '../../../src/release/registry.js'
import { signer } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { proxiedRegistry } from '../registry.js'
import { describeOnEngine, inSession } from '../session.js'
import { signedRelease } from './signed.js'
import { BUILDER, COMMIT } from './small.js'

const module = new TodoChatbot()

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
