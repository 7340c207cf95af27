import { randomUUID } from 'node:crypto'
import type { Service } from '@dagger.io/dagger'
import { digestReference } from '../../../src/release/image-reference.js'
import { release } from '../../../src/release/push.js'
import { createAttestor, readSigner } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { type VerifyOptions, verify } from '../verbs.js'
import { smallAttestations, smallImages, testRegistry } from './small.js'

/** Releases two signed images, and returns the first one with a function that verifies it. */
export async function signedRelease(service: Service, text: string = randomUUID()) {
  const { key, publicKey } = await newKey(randomUUID())
  const signer = await readSigner({ key })
  if (!signer) throw new Error('there is a key')
  const registry = testRegistry(service)
  const { images } = await release(await smallImages(text), {
    registry,
    force: true,
    attestor: createAttestor(signer, smallAttestations()),
  })
  const [image] = images
  if (!image) throw new Error('there are two images')
  const verifyImage = (options: Partial<VerifyOptions> = {}) =>
    verify({ image: digestReference(image), key: publicKey, service, ...options })
  return { image, registry, signer, verifyImage, tagged: `${image.address}:v1.2.3@${image.layout.digest}` }
}
