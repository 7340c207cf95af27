import { readFileSync } from 'node:fs'
import { type Container, dag } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'
import { COSIGN_IMAGE, CRANE_IMAGE, TOOLBOX_IMAGE } from '../project/versions.js'

/** What runs inside the toolbox, beside the programs. */
const SCRIPTS = ['attempts', 'commit-date', 'join', 'normalise'] as const
export type Script = (typeof SCRIPTS)[number]

/**
 * Node with crane, Cosign and the scripts of `ci/src/toolbox`: whatever needs a shell, a file of ours or a tool that talks to
 * a registry runs here.
 */
export async function toolbox(): Promise<Container> {
  const scripts = SCRIPTS.reduce((folder, name) => folder.withNewFile(`${name}.mts`, source(name)), dag.directory())
  // Mounted and not copied: nothing of the container's own files changes, so that each step starts sooner.
  return baseContainer(TOOLBOX_IMAGE)
    .withMountedTemp('/tmp')
    .withEnvVariable('DOCKER_CONFIG', '/tmp/docker')
    .withMountedDirectory('/toolbox', scripts)
    .withMountedFile('/usr/local/bin/crane', await program(CRANE_IMAGE))
    .withMountedFile('/usr/local/bin/cosign', await program(COSIGN_IMAGE))
}

/** The command that calls a script's `main` with arguments. */
export const script = (name: Script, ...args: string[]): string[] => [
  'node',
  '--no-warnings',
  '--eval',
  `import('/toolbox/${name}.mts').then(({ main }) => main(...process.argv.slice(1)))`,
  ...args,
]

/** Where a program is differs between images that hold nothing else; each image's entrypoint names it. */
async function program(image: string) {
  const from = baseContainer(image)
  const [path] = await from.entrypoint()
  if (!path) throw new Error(`the image ${image} has no entrypoint that names its program`)
  return from.file(path)
}

const source = (name: Script) => readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8')
