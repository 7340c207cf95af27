import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ProcessState, RunningContainer, Runtime } from '../observed.ts'
import { type DependencySpec, dependency } from './dependency.ts'
import { type ContainerSpec, ociConfig } from './oci-config.ts'
import { type SeccompProfile, seccompFilter } from './seccomp.ts'

/** How crun runs an image. */
export interface CrunSpec {
  container: Omit<ContainerSpec, 'rootfs'>
  /** The image's HEALTHCHECK, in words. */
  healthcheck: string[]
  /** Absent for a service that listens on none. */
  port?: number
  /** As in Runtime. */
  variables: Record<string, string>
  dependency: DependencySpec
}

/** The image's files. They are shared by all containers, which only read them. */
const ROOT_FILE_SYSTEM = '/bundle/rootfs'
/** Podman's and CRI-O's default profile, from Debian's package golang-github-containers-common. */
const SECCOMP_PROFILE = '/bundle/seccomp.json'
/** Containers get no control groups of their own: the engine's exec has limits already. */
const CRUN = ['crun', '--cgroup-manager=disabled']

/** crun as a runtime: https://github.com/containers/crun. It has to be started by root, with all capabilities. */
export function crun(spec: CrunSpec): Runtime {
  const profile = JSON.parse(readFileSync(SECCOMP_PROFILE, 'utf8')) as SeccompProfile
  const filter = seccompFilter(profile, process.arch)
  let count = 0
  return {
    name: execFileSync('crun', ['--version'], { encoding: 'utf8' }).split('\n')[0]?.replace(' version', '') ?? 'crun',
    variables: spec.variables,
    dependency: dependency(spec.dependency),
    async run(variables) {
      count += 1
      const bundle = `/run/bundles/${count}`
      mkdirSync(bundle, { recursive: true })
      const config = ociConfig({ rootfs: ROOT_FILE_SYSTEM, ...spec.container }, variables, filter)
      writeFileSync(`${bundle}/config.json`, JSON.stringify(config))
      return runBundle(bundle, `container-${count}`, spec)
    },
  }
}

function runBundle(bundle: string, id: string, { port, healthcheck, container }: CrunSpec): RunningContainer {
  const pidFile = `${bundle}/pid`
  const child = start([...CRUN, 'run', '--bundle', bundle, '--pid-file', pidFile, id])
  const pid = () => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '')
  const runs = () => child.process.exitCode === null && pid() !== '' && existsSync(`/proc/${pid()}`)
  return {
    url: `http://127.0.0.1:${port}`,
    exited: child.exited,
    output: child.output,
    async inspect() {
      if (!runs()) return undefined
      // Only into its PID namespace: shell and files are those of this container.
      execFileSync('nsenter', ['--target', pid(), '--pid', 'sh', '-c', '(sleep 0.2) &'])
      await sleep(1_000)
      return await processState(pid(), container.user)
    },
    async healthcheck(seconds) {
      const check = start([...CRUN, 'exec', id, ...healthcheck])
      const timer = setTimeout(() => check.process.kill('SIGKILL'), seconds * 1_000)
      const exitCode = await check.exited
      clearTimeout(timer)
      return check.process.signalCode === null ? exitCode : null
    },
    async signal(name) {
      if (runs()) execFileSync('crun', [...CRUN.slice(1), 'kill', id, name])
    },
  }
}

/** By a process of the service's user, since root may write everywhere. */
async function processState(pid: string, user: { uid: number; gid: number }): Promise<ProcessState | undefined> {
  const script = fileURLToPath(new URL('process-state.ts', import.meta.url))
  const call = `import(${JSON.stringify(script)}).then(({ main }) => main(process.argv[1]))`
  const { exited, output } = start(['node', '--no-warnings', '--eval', call, pid], user)
  if ((await exited) !== 0) throw new Error(await output())
  const state = await output()
  return state ? JSON.parse(state) : undefined
}

function start([program = '', ...args]: string[], options: { uid?: number; gid?: number } = {}) {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text))
  const exited = once(child, 'close').then(([code]) => code as number)
  return { process: child, exited, output: async () => output }
}
