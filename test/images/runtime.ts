import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Inspected } from '../../ci/src/check/contract/inspected.js'
import type { RunningContainer, Runtime } from '../../ci/src/check/contract/observed.js'
import { goodValues } from '../../ci/src/check/contract/plan.js'
import type { ServiceContract } from '../../ci/src/project/contract-types.js'
import { OWNER, POSTGRES } from '../../ci/src/project/services.js'
import { NODE_IMAGE, TOOLBOX_IMAGE } from '../../ci/src/project/versions.js'
import { root } from '../repository/tools.js'
import { docker, ours, tryDocker } from './daemon.js'
import { restricted, variablesOf } from './services.js'

const PASSWORD = 'only-inside-this-test'

/** The container `dependency` of each protocol: the arguments of `docker run`, and its address. */
const DEPENDENCIES: Record<ServiceContract['dependency']['protocol'], { run: string[]; address: string }> = {
  postgresql: {
    run: [
      ...variablesOf({ POSTGRES_USER: POSTGRES.user, POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: POSTGRES.database }),
      POSTGRES.image,
    ],
    address: `postgresql://${POSTGRES.user}:${PASSWORD}@dependency:${POSTGRES.port}/${POSTGRES.database}`,
  },
  http: {
    run: [NODE_IMAGE, 'node', '-e', "require('http').createServer((_, response) => response.end('{}')).listen(80)"],
    address: 'http://dependency',
  },
}

/** A Docker daemon as the runtime of an image, with its dependency already running. */
export async function dockerRuntime(contract: ServiceContract, image: string): Promise<Runtime> {
  const name = `${ours}-${contract.name}`
  const { run: dependencyImage, address } = DEPENDENCIES[contract.dependency.protocol]
  await docker(['network', 'create', name])
  const dependency = `${name}-dependency`
  const beside = ['--detach', '--network', name]
  await docker(['run', ...beside, '--network-alias', 'dependency', '--name', dependency, ...dependencyImage])
  let count = 0
  return {
    name: 'docker run',
    variables: { ...goodValues(contract), [contract.dependency.variable]: address },
    dependency: {
      start: async () => void (await docker(['start', dependency])),
      stop: async () => void (await docker(['stop', '--time', '1', dependency])),
    },
    async run(given) {
      count += 1
      const named = ['--name', `${name}-${count}`]
      const container = await docker([
        'run',
        ...beside,
        ...named,
        ...restricted(contract),
        ...variablesOf(given),
        image,
      ])
      return await runningContainer(container, contract.port)
    },
  }
}

async function runningContainer(container: string, port: number | undefined): Promise<RunningContainer> {
  const inspected = async (format: string) => docker(['inspect', '--format', format, container])
  return {
    // A container that has ended publishes no port.
    url: `http://${(await tryDocker(['port', container, `${port}/tcp`])).stdout}`,
    exited: docker(['wait', container]).then(Number),
    output: async () => (await tryDocker(['logs', container])).all,
    async inspect() {
      if ((await inspected('{{.State.Running}}')) !== 'true') return undefined
      return JSON.parse(await docker(['run', '--rm', '--pid', `container:${container}`, ...OBSERVER]))
    },
    async healthcheck(seconds) {
      const [, ...command] = JSON.parse(await inspected('{{json .Config.Healthcheck.Test}}'))
      const { exitCode, timedOut } = await execa('docker', ['exec', container, ...command], {
        reject: false,
        stdin: 'ignore',
        timeout: seconds * 1_000,
      })
      return timedOut ? null : (exitCode ?? null)
    },
    signal: async (name) => void (await docker(['kill', '--signal', name, container])),
  }
}

/** Leaves an orphan to process 1 of the namespace, and reads the state of that process as the service's user. */
const OBSERVER = [
  ...['--user', OWNER, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--volume', `${root}ci/src/check/contract/runtime/process-state.ts:/process-state.ts:ro`, TOOLBOX_IMAGE],
  ...['sh', '-c', '(sleep 0.2) & sleep 1; exec node --no-warnings --eval "$1"', 'sh'],
  "import('/process-state.ts').then(({ main }) => main('1'))",
]

/** Removes the networks of this run, once their containers are gone. */
export async function removeNetworks(): Promise<void> {
  const networks = await docker(['network', 'ls', '--quiet', '--filter', `name=${ours}`])
  for (const network of networks.split('\n').filter(Boolean)) await docker(['network', 'rm', network])
}

/** What an image's tarball tells. */
export async function inspect(image: string): Promise<Inspected> {
  const folder = mkdtempSync(join(tmpdir(), 'todo-image-'))
  const [tarball, base, found] = [join(folder, 'image.tar'), join(folder, 'base.tar'), join(folder, 'found.json')]
  try {
    await docker(['save', '--output', tarball, image])
    await docker(['save', '--output', base, NODE_IMAGE])
    await execa('node', [`${root}ci/src/check/contract/inspect.mjs`, tarball, base, found])
    return JSON.parse(readFileSync(found, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
