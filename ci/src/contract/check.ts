import { readFileSync } from 'node:fs'
import { type Container, type Directory, dag } from '@dagger.io/dagger'
import { explained } from '../exec-error.js'
import { withVersion } from '../images.js'
import { DATABASE_URL, postgres } from '../stack.js'
import { NODE_IMAGE } from '../versions.js'
import { POSTGRES, SERVICES } from './contract.js'
import { imageRows } from './image-rows.js'
import type { Inspected } from './inspected.js'
import type { Observed } from './observed.js'
import { goodValues, planOf } from './plan.js'
import { type Kept, report } from './report.js'
import { runRows } from './run-rows.js'
import type { ServiceContract, ServiceName } from './types.js'

/** Any values do: what counts is that they are on the image. */
const SAMPLE = { version: 'v0.0.0-contract', commit: '0'.repeat(40) }

/**
 * Inspects and runs images, and compares them with the contract.
 * @param images without a version
 * @returns a line an image
 * @throws with every row that does not hold, of all images
 */
export async function keepContract(images: Record<ServiceName, Container>, nodeImage: string): Promise<string> {
  const services = Object.keys(images) as ServiceName[]
  return report(
    await Promise.all(services.map((name) => kept(SERVICES[name], withVersion(images[name], name, SAMPLE), nodeImage))),
  )
}

/** What the contract says of one image, with its version. */
async function kept(contract: ServiceContract, image: Container, nodeImage: string): Promise<Kept> {
  const [inspected, observed] = await explained(
    contract.image,
    Promise.all([inspect(image, nodeImage), observe(contract, image)]),
  )
  return {
    image: contract.image,
    platform: observed.platform,
    rows: [...imageRows(contract, inspected), ...runRows(contract, observed)],
  }
}

/** By the tarball, which is all that a registry gets to see. */
async function inspect(image: Container, nodeImage: string): Promise<Inspected> {
  const found = dag
    .container()
    .from(NODE_IMAGE)
    .withMountedDirectory('/scripts', scripts('inspect.mjs'))
    .withMountedFile('/image.tar', image.asTarball())
    .withMountedFile('/base.tar', dag.container().from(nodeImage).asTarball())
    .withExec(['node', '/scripts/inspect.mjs', '/image.tar', '/base.tar', '/inspected.json'])
    .file('/inspected.json')
  return JSON.parse(await found.contents())
}

/** Where the image finds what it depends on, so that it can be taken away. */
const DEPENDENCY_PORT = 19_999

async function observe(contract: ServiceContract, image: Container): Promise<Observed> {
  const [entrypoint, command] = await Promise.all([image.entrypoint(), image.defaultArgs()])
  const { user, port, mounts } = contract
  const plan = {
    plan: planOf(contract),
    user,
    port,
    mounts: mounts.map(({ path }) => path),
    command: [...entrypoint, ...command],
    ...DEPENDENCIES[contract.name],
    variables: { ...goodValues(contract), ...DEPENDENCIES[contract.name].variables },
  }
  const seen = await image
    .withUser('0')
    .withMountedDirectory(
      '/sandbox',
      scripts('observe.mjs', 'sandbox.mjs').withNewFile('plan.json', JSON.stringify(plan)),
    )
    .withServiceBinding(POSTGRES.name, postgres())
    .withExec(['node', '/sandbox/sandbox.mjs', '/sandbox/plan.json'], { insecureRootCapabilities: true })
    .stdout()
  return JSON.parse(seen)
}

/** The backend's database is a real one behind a door; the frontend's backend is made up, so that no edit of it asks again. */
const DEPENDENCIES = {
  backend: {
    dependency: { port: DEPENDENCY_PORT, target: { host: POSTGRES.name, port: POSTGRES.port } },
    variables: {
      DATABASE_URL: DATABASE_URL.replace(`${POSTGRES.name}:${POSTGRES.port}`, `127.0.0.1:${DEPENDENCY_PORT}`),
    },
  },
  frontend: {
    dependency: { port: DEPENDENCY_PORT },
    variables: { API_URL: `http://127.0.0.1:${DEPENDENCY_PORT}` },
  },
}

/** The scripts stand beside this file, and are mounted where they run: no image has them. */
function scripts(...names: string[]): Directory {
  return names.reduce(
    (folder, name) => folder.withNewFile(name, readFileSync(new URL(name, import.meta.url), 'utf8')),
    dag.directory(),
  )
}
