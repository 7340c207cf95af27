import { dag, type Platform } from '@dagger.io/dagger'

const NAME = /^linux\/[a-z0-9]+(\/v\d+)?$/

/**
 * The platforms that images are made for, in the order in which an index lists them.
 * @throws if there is none, or one is none
 */
export function platforms(names: string[]): Platform[] {
  const wrong = names.find((name) => !NAME.test(name))
  if (wrong !== undefined || !names.length) {
    throw new Error(
      `--platform "${wrong ?? ''}" is no platform: use linux/ARCHITECTURE, such as linux/amd64,linux/arm64`,
    )
  }
  return [...new Set(names)].sort() as Platform[]
}

/**
 * A base that was made for one platform alone is given for any: what is built on it would not be what it says.
 * @throws if the base image is not made for one of the platforms
 */
export async function requireBase(nodeImage: string, all: Platform[]): Promise<void> {
  const made = await Promise.all(all.map((platform) => dag.container({ platform }).from(nodeImage).platform()))
  const missing = all.find((platform, at) => made[at] !== platform)
  if (missing === undefined) return
  throw new Error(
    `--platform ${missing}: --node-image ${nodeImage} is not made for it, only for ${made[all.indexOf(missing)]}`,
  )
}

/** Those that this engine builds for and can't run, as far as it knows: emulation may be there, and is not relied on. */
export async function notRunHere(all: Platform[]): Promise<Platform[]> {
  const own = await dag.defaultPlatform()
  return all.filter((platform) => platform !== own)
}
