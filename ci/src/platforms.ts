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

/** Those that this engine builds for and can't run, as far as it knows: emulation may be there, and is not relied on. */
export async function notRunHere(all: Platform[]): Promise<Platform[]> {
  const own = await dag.defaultPlatform()
  return all.filter((platform) => platform !== own)
}
