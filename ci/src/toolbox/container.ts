import { readFileSync } from 'node:fs'
import { type Container, dag } from '@dagger.io/dagger'
import { baseContainer } from '../project/base-container.js'
import { COSIGN_IMAGE, CRANE_IMAGE, TOOLBOX_IMAGE } from '../project/versions.js'

/** The scripts of this folder that run in the toolbox. */
const SCRIPTS = ['create-index', 'normalise', 'retry'] as const
export type Script = (typeof SCRIPTS)[number]

/**
 * A container with Node, crane, Cosign and the scripts of `ci/src/toolbox`: everything that needs a shell, a script or a registry
 * client runs here.
 */
export async function toolbox(): Promise<Container> {
  const scripts = SCRIPTS.reduce(
    (folder, name) => folder.withNewFile(`${name}.mts`, scriptSource(name)),
    dag.directory(),
  )
  // Mounted, not copied: the container's own files stay the same, so that each step starts sooner.
  return baseContainer(TOOLBOX_IMAGE)
    .withMountedTemp('/tmp')
    .withEnvVariable('DOCKER_CONFIG', '/tmp/docker')
    .withMountedDirectory('/toolbox', scripts)
    .withMountedFile('/usr/local/bin/crane', await programFile(CRANE_IMAGE))
    .withMountedFile('/usr/local/bin/cosign', await programFile(COSIGN_IMAGE))
}

/** The command that calls a script's `main` with arguments. */
export const script = (name: Script, ...args: string[]): string[] => [
  'node',
  '--no-warnings',
  '--eval',
  `import('/toolbox/${name}.mts').then(({ main }) => main(...process.argv.slice(1)))`,
  ...args,
]

/** The program that an image's entrypoint names: its path differs between images and versions. */
async function programFile(image: string) {
  const container = baseContainer(image)
  const [path] = await container.entrypoint()
  if (!path) throw new Error(`the image ${image} has no entrypoint`)
  return container.file(path)
}

const scriptSource = (name: Script) => readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8')
