import { dag, type Platform } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'

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

/** A platform, and how images are made for it. */
export interface Target {
  name: Platform
  /** The same, unless it is the engine's own: nothing of another platform can be run, as emulation may not be there. */
  targetPlatform?: Platform | undefined
}

/**
 * What images are to be made for here.
 * @throws if the base image is not made for one of the platforms: one that was made for a single platform is given for any, and
 * what is built on it would not be what it says
 */
export async function targets(all: Platform[], nodeImage: string): Promise<Target[]> {
  const [own, ...made] = await Promise.all([
    dag.defaultPlatform(),
    ...all.map((platform) => baseContainer(nodeImage, platform).platform()),
  ])
  return all.map((name, at) => {
    if (made[at] === name) return { name, targetPlatform: name === own ? undefined : name }
    throw new Error(`--platform ${name}: --node-image ${nodeImage} is not made for it, only for ${made[at]}`)
  })
}
