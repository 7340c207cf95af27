import { randomUUID } from 'node:crypto'
import type { Service } from '@dagger.io/dagger'
import { TodoChatbot } from '../../../src/index.js'
import { pinned, release } from '../../../src/release/push.js'
import { proof, signer } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { place, smallClaims, smallImages } from './small.js'

const module = new TodoChatbot()

/** Releases two signed images; what is checked then is the first. */
export async function signedRelease(service: Service, text: string = randomUUID()) {
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
