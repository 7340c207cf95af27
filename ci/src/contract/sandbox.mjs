// Makes the contract's restrictions inside a Dagger exec with `insecureRootCapabilities`, observes the image there and prints what
// it saw. Runs as root on the image's own node; what it starts runs as the image's user.
//   node sandbox.mjs PLAN.json
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { observe } from './observe.mjs'

const { plan, user, mounts, command, variables, port, dependency } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

/** util-linux drops all, busybox can but forbid new privileges: whoever changes the user drops the rest. */
const WAYS = [
  {
    name: 'setpriv of util-linux',
    prefix: [
      ...['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--no-new-privs'],
      ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
    ],
    identity: {},
  },
  { name: 'setpriv of busybox', prefix: ['setpriv', '--nnp'], identity: user },
  { name: 'node alone', prefix: [], identity: user },
]
const way = WAYS.find(({ prefix, identity }) => works([...prefix, 'true'], identity))

function works([program, ...args], identity) {
  try {
    execFileSync(program, args, { stdio: 'ignore', ...identity })
    return true
  } catch {
    return false
  }
}

function restrictFiles() {
  execFileSync('mount', ['-o', 'remount,ro,bind', '/'])
  const options = `uid=${user.uid},gid=${user.gid},mode=700,nosuid,nodev`
  for (const path of mounts) execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path])
}

/** A process, restricted, with all that it prints. */
function start([program, ...args], given, identity) {
  const child = spawn(program, args, { env: { ...process.env, ...given }, cwd: process.cwd(), ...identity })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const exited = once(child, 'close').then(([code]) => code)
  return { child, exited, output: async () => output }
}

async function run(script) {
  const { child, exited, output } = start([...way.prefix, 'node', '--input-type=module'], {}, way.identity)
  child.stdin.end(script)
  if ((await exited) !== 0) throw new Error(await output())
  return output()
}

const url = `http://127.0.0.1:${port}`

async function startRestricted(given) {
  const { child, exited, output } = start([...way.prefix, ...command], given, way.identity)
  const signal = async (name) => {
    // The server outlives a killed process 1 where that has no namespace of its own.
    if (name === 'SIGKILL') for (const pid of childrenOf(child.pid)) kill(pid, name)
    kill(child.pid, name)
  }
  return { url, exited, output, run, signal }
}

/** As process 1 of a namespace, which inherits a process that soon ends. Users are nothing to that, so it stays root. */
async function startFirst(given) {
  const leave = ['sh', '-c', '(sleep 0.2) & exec "$@"', 'sh']
  const { child, exited, output } = start(['unshare', '-p', '-f', ...leave, ...command], given, {})
  const first = () => childrenOf(child.pid)[0]
  const zombies = async () => {
    await sleep(1_000)
    return processes().filter(({ parent, state }) => parent === first() && state === 'Z').length
  }
  return { url, exited, output, zombies, signal: async (name) => kill(first(), name) }
}

/** Sends a signal to a process that may have ended. */
function kill(pid, name) {
  if (pid !== undefined && existsSync(`/proc/${pid}`)) process.kill(pid, name)
}

const childrenOf = (pid) => processes().flatMap((one) => (one.parent === pid ? [one.pid] : []))

function processes() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const stat = readIfThere(`/proc/${pid}/stat`)
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return stat ? [{ pid: Number(pid), state, parent: Number(parent) }] : []
  })
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Stands between the image and what it depends on, and can be away: a database is passed on, a backend is made up. */
function dependencyAt({ port: at, target }) {
  const sockets = new Set()
  const server = target
    ? createServer((client) => {
        const far = connect(target.port, target.host)
        sockets.add(client).add(far)
        client.on('error', () => far.destroy()).pipe(far)
        far.on('error', () => client.destroy()).pipe(client)
      })
    : createHttpServer((_, response) => response.end('{}')).on('connection', (socket) => sockets.add(socket))
  const up = async () => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }
  const down = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return { up, down }
}

restrictFiles()
const there = dependencyAt(dependency)
await there.up()
const forbids = way.prefix.length > 0
const platform = { name: way.name, forbids, variables, dependency: there, start: startRestricted, startFirst }
process.stdout.write(JSON.stringify(await observe(plan, platform)), () => process.exit(0))
