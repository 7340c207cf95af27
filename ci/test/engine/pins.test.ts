import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Container, dag, type Platform } from '@dagger.io/dagger'
import { execa } from 'execa'
import { expect, onTestFinished } from 'vitest'
import { baseContainer, imageDigest } from '../../src/project/base-container.js'
import { IMAGES } from '../../src/project/image-pins.js'
import { NODE_IMAGE, POSTGRES_IMAGE } from '../../src/project/versions.js'
import { newCheckout } from './checkout.js'
import { loopbackRegistry } from './registry.js'
import { describeOnEngine, inSession } from './session.js'
import { planData } from './verbs.js'

const PINS = 'ci/image-pins.json'
const NOTHING_PINNED = '{}\n'
const UNKNOWN = `sha256:${'0'.repeat(64)}`

describeOnEngine('pinned images', () => {
  inSession('are taken by digest after their tags moved, and by tag again without the pins', async ({ skip }) => {
    const address = (await loopbackRegistry('pinned')) ?? skip()
    const { folder, write } = checkoutOn(address)
    const digests = await pushAll(address)
    // Which must not stop the command that mends it.
    write(PINS, '{"broken":')
    expect((await dagger(folder, 'image-pins', 'export', `--path=${PINS}`)).exitCode).toBe(0)
    expect(JSON.parse(readFileSync(join(folder, PINS), 'utf8'))).toEqual(digests)

    await base('second').publish(at(address, NODE_IMAGE))
    expect((await marker(folder)).stdout).toBe('first')
    write(PINS, NOTHING_PINNED)
    expect((await marker(folder)).stdout).toBe('second')
  })

  inSession('that their registry no longer has fail with the command that pins anew', async ({ skip }) => {
    const address = (await loopbackRegistry('lost')) ?? skip()
    const { folder, write } = checkoutOn(address)
    const digests = await pushAll(address)
    write(PINS, JSON.stringify({ ...digests, [at(address, NODE_IMAGE)]: UNKNOWN }))
    for (const failed of [await marker(folder), await dagger(folder, 'build'), await dagger(folder, 'recipes')]) {
      expect(failed.exitCode).not.toBe(0)
      expect(failed.stderr).toContain(
        `${PINS} pins ${at(address, NODE_IMAGE)} to ${UNKNOWN}, which its registry no longer has. To pin what the tags name today: dagger call image-pins export --path=${PINS}`,
      )
    }
  })

  inSession('may be given with their digest, which a plan then names once', async () => {
    const nodeImage = `${NODE_IMAGE}@${await imageDigest(baseContainer(NODE_IMAGE))}`
    expect(await planData({ nodeImage })).toMatchObject({ base: nodeImage })
  })

  inSession('are refused in part', async () => {
    const { folder, write } = newCheckout(onTestFinished)
    write(PINS, JSON.stringify({ [NODE_IMAGE]: UNKNOWN }))
    const { exitCode, stderr } = await marker(folder)
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain(
      `"${POSTGRES_IMAGE}" is missing: pin every image of ci/src/project/versions.ts, or none with {}`,
    )
  })
})

/** The reference of an image's stand-in in another registry. */
const at = (address: string, image: string) => `${address}/${image.split('/').at(-1)}`

/** A checkout whose pipeline starts from the images of that registry. */
function checkoutOn(address: string) {
  const checkout = newCheckout(onTestFinished)
  const versions = 'ci/src/project/versions.ts'
  const text = readFileSync(join(checkout.folder, versions), 'utf8')
  checkout.write(
    versions,
    IMAGES.reduce((all, image) => all.replace(`'${image}'`, `'${at(address, image)}'`), text),
  )
  return checkout
}

/** A base image that says which one it is. */
const base = (text: string): Container => dag.container().from(NODE_IMAGE).withNewFile('/marker', text)

/** Pushes an image under each name; PostgreSQL's is for two platforms. Returns the digest of each by its reference. */
async function pushAll(address: string): Promise<Record<string, string>> {
  const empty = (platform: string) =>
    dag.container({ platform: platform as Platform }).withRootfs(dag.directory().withNewFile('platform', platform))
  const pushed = IMAGES.map(async (image) => {
    const reference = at(address, image)
    const published =
      image === NODE_IMAGE
        ? base('first').publish(reference)
        : image === POSTGRES_IMAGE
          ? dag.container().publish(reference, { platformVariants: ['linux/amd64', 'linux/arm64'].map(empty) })
          : empty('linux/amd64').publish(reference)
    return [reference, (await published).split('@')[1] ?? ''] as const
  })
  return Object.fromEntries(await Promise.all(pushed))
}

/** What the backend's image has of its base. */
const marker = (folder: string) => dagger(folder, 'image', '--service=backend', 'file', '--path=/marker', 'contents')

const dagger = (cwd: string, ...args: string[]) =>
  execa('dagger', ['--progress=plain', 'call', ...args], {
    cwd,
    env: { NO_COLOR: '1' },
    reject: false,
    stdin: 'ignore',
  })
