import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { POSTGRES } from '../../ci/src/contract/contract.js'
import type { Inspected } from '../../ci/src/contract/inspected.js'
import type { Platform, Running } from '../../ci/src/contract/observed.js'
import { goodValues } from '../../ci/src/contract/plan.js'
import type { ServiceContract, ServiceName } from '../../ci/src/contract/types.js'
import { NODE_IMAGE } from '../../ci/src/versions.js'
import { root } from '../repository/tools.js'
import { docker, ours, tryDocker } from './daemon.js'
import { restricted, variablesOf } from './services.js'

const PASSWORD = 'only-inside-this-test'

/** What each service depends on, by the name `dependency`: the arguments of `docker run`, and the variable that leads there. */
const DEPENDENCIES: Record<ServiceName, { run: string[]; variables: Record<string, string> }> = {
  backend: {
    run: [
      ...variablesOf({ POSTGRES_USER: POSTGRES.user, POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: POSTGRES.database }),
      POSTGRES.image,
    ],
    variables: {
      DATABASE_URL: `postgresql://${POSTGRES.user}:${PASSWORD}@dependency:${POSTGRES.port}/${POSTGRES.database}`,
    },
  },
  frontend: {
    run: [NODE_IMAGE, 'node', '-e', "require('http').createServer((_, response) => response.end('{}')).listen(8000)"],
    variables: { API_URL: 'http://dependency:8000' },
  },
}

/** A Docker daemon as a platform for an image, with what it depends on already there. */
export async function dockerPlatform(contract: ServiceContract, image: string): Promise<Platform> {
  const name = `${ours}-${contract.name}`
  const { run, variables } = DEPENDENCIES[contract.name]
  await docker(['network', 'create', name])
  const dependency = `${name}-dependency`
  const beside = ['--detach', '--network', name]
  await docker(['run', ...beside, '--network-alias', 'dependency', '--name', dependency, ...run])
  let count = 0
  const start = async (given: Record<string, string>) => {
    count += 1
    const named = ['--name', `${name}-${count}`]
    const container = await docker(['run', ...beside, ...named, ...restricted(contract), ...variablesOf(given), image])
    return runningIn(container, contract.port)
  }
  return {
    name: 'docker run',
    forbids: true,
    variables: { ...goodValues(contract), ...variables },
    dependency: {
      up: async () => void (await docker(['start', dependency])),
      down: async () => void (await docker(['stop', '--time', '1', dependency])),
    },
    start,
    startFirst: start,
  }
}

async function runningIn(container: string, port: number): Promise<Running> {
  const run = (script: string) => docker(['exec', container, 'node', '--input-type=module', '--eval', script])
  return {
    // One that ended at once has none.
    url: `http://${(await tryDocker(['port', container, `${port}/tcp`])).stdout}`,
    exited: docker(['wait', container]).then(Number),
    output: async () => (await tryDocker(['logs', container])).all,
    run,
    signal: async (name) => void (await docker(['kill', '--signal', name, container])),
    zombies: async () => Number(await run(LEAVE_AND_COUNT)),
  }
}

/** Leaves a process that soon ends to process 1, and counts what ended and was not reaped. */
const LEAVE_AND_COUNT = `
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
spawnSync('sh', ['-c', '(sleep 0.2) &'])
await sleep(1000)
const stats = readdirSync('/proc').filter((name) => Number(name)).map((pid) => readFileSync('/proc/' + pid + '/stat', 'utf8'))
console.log(stats.filter((stat) => stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z 1 ')).length)`

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
    await execa('node', [`${root}ci/src/contract/inspect.mjs`, tarball, base, found])
    return JSON.parse(readFileSync(found, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
