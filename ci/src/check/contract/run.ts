import { readFileSync } from 'node:fs'
import { type Container, type Directory, dag } from '@dagger.io/dagger'
import { debianWith } from '../../project/base-container.js'
import type { ServiceContract } from '../../project/contract-types.js'
import { environmentOf } from '../../project/images.js'
import { POSTGRES } from '../../project/services.js'
import { DATABASE_URL, postgres } from '../../project/stack.js'
import type { Observed } from './observed.js'
import { goodValues, planOf } from './plan.js'
import type { DependencySpec } from './runtime/dependency.js'
import type { RunPlan } from './runtime/main.js'

/**
 * Runs an image by an OCI runtime in a container of ours, so that the check needs nothing in the image but what the contract names.
 * @returns how it behaved
 */
export async function runImage(contract: ServiceContract, image: Container): Promise<Observed> {
  const observed = runtimeContainer()
    .withMountedDirectory('/bundle/rootfs', image.rootfs())
    .withNewFile('/plan.json', JSON.stringify(await runPlan(contract, image)))
    .withServiceBinding(POSTGRES.name, postgres())
    .withExec(['node', '--no-warnings', '--eval', MAIN, '/plan.json'], { insecureRootCapabilities: true })
  return JSON.parse(await observed.stdout())
}

/** Node, crun and its seccomp profile, with the scripts of `runtime`. */
function runtimeContainer(): Container {
  return (
    debianWith('crun')
      .withExec(['sh', '-c', EXTRACT_PROFILE])
      // Of crun and of ours; the former needs a real file system there, and not an overlay.
      .withMountedTemp('/run')
      .withMountedDirectory('/contract', scripts())
  )
}

/** The profile alone: its package depends on the network plugins that Podman needs. */
const EXTRACT_PROFILE = [
  'cd /tmp && apt-get download golang-github-containers-common',
  'mkdir /bundle && dpkg-deb --fsys-tarfile *.deb | tar --extract --to-stdout ./usr/share/containers/seccomp.json > /bundle/seccomp.json',
].join(' && ')

const MAIN = `import('/contract/runtime/main.ts').then(({ main }) => main(process.argv[1]))`

const SCRIPTS = ['main', 'observe', 'crun', 'oci-config', 'seccomp', 'dependency', 'process-state'].map(
  (name) => `runtime/${name}.ts`,
)

/** The scripts stand beside this file, and are mounted where they run: no image has them. */
function scripts(): Directory {
  return SCRIPTS.reduce(
    (folder, name) => folder.withNewFile(name, readFileSync(new URL(name, import.meta.url), 'utf8')),
    dag.directory().withNewFile('package.json', '{"type":"module"}'),
  )
}

async function runPlan(contract: ServiceContract, image: Container): Promise<RunPlan> {
  const { user, port, mounts } = contract
  const [entrypoint, command, cwd, env, healthcheck] = await Promise.all([
    image.entrypoint(),
    image.defaultArgs(),
    image.workdir(),
    environmentOf(image),
    image.dockerHealthcheck().args(),
  ])
  const { dependency, address } = DEPENDENCIES[contract.dependency.protocol]
  return {
    plan: planOf(contract),
    crun: {
      container: { user, args: [...entrypoint, ...command], cwd, env, mounts: mounts.map(({ path }) => path) },
      healthcheck,
      ...(port !== undefined && { port }),
      variables: { ...goodValues(contract), [contract.dependency.variable]: address },
      dependency,
    },
  }
}

/** Where the image finds its dependency, so that it can be taken away. */
const DEPENDENCY_PORT = 19_999

/** A database is a real one; an HTTP server is made up, so that no edit of another service runs this check again. */
const DEPENDENCIES: Record<ServiceContract['dependency']['protocol'], { dependency: DependencySpec; address: string }> =
  {
    postgresql: {
      dependency: { port: DEPENDENCY_PORT, target: { host: POSTGRES.name, port: POSTGRES.port } },
      address: DATABASE_URL.replace(`${POSTGRES.name}:${POSTGRES.port}`, `127.0.0.1:${DEPENDENCY_PORT}`),
    },
    http: { dependency: { port: DEPENDENCY_PORT }, address: `http://127.0.0.1:${DEPENDENCY_PORT}` },
  }
