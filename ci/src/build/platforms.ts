import { dag, type Platform } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'

const NAME = /^linux\/[a-z0-9]+(\/v\d+)?$/

/**
 * The platforms that images are made for, in the order in which an index lists them.
 * @throws if the list is empty or a name is not a platform of Linux
 */
export function platforms(names: string[]): Platform[] {
  const invalid = names.find((name) => !NAME.test(name))
  if (invalid !== undefined || !names.length) {
    throw new Error(
      `--platform "${invalid ?? ''}" is not a valid platform: use linux/ARCHITECTURE, such as linux/amd64,linux/arm64`,
    )
  }
  return [...new Set(names)].sort() as Platform[]
}

/** A platform for which images are built. */
export interface Target {
  name: Platform
  /** The same platform, unless it is the engine's own: programs of another one can't run, since emulation may be missing. */
  targetPlatform?: Platform | undefined
}

/**
 * The targets of a build on this engine.
 * @throws if the base image does not exist for one of the platforms: an engine takes an image of a single platform for any other, and the
 * built image would name a platform that its files are not for
 */
export async function targets(all: Platform[], nodeImage: string): Promise<Target[]> {
  const [own, ...available] = await Promise.all([
    dag.defaultPlatform(),
    ...all.map((platform) => baseContainer(nodeImage, platform).platform()),
  ])
  return all.map((name, at) => {
    if (available[at] === name) return { name, targetPlatform: name === own ? undefined : name }
    throw new Error(`--platform ${name}: --node-image ${nodeImage} does not exist for it, only for ${available[at]}`)
  })
}
