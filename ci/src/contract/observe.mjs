// Starts an image on a platform, asks it what the contract wants to know, and returns the answers (see observed.ts for the types).
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 30_000
const TRIES = 20

export async function observe(plan, platform) {
  const running = await platform.start(platform.variables)
  const { answers, ...inside } = await whileServing(plan, platform, running)
  const log = (await running.output()).slice(-2_000)
  await running.signal('SIGKILL')
  await running.exited
  const refusals = []
  for (const given of plan.refusals) refusals.push(await refusal(platform, given))
  const { name, forbids } = platform
  return { platform: name, forbids, ...inside, answers, refusals, ...(await whileStopping(plan, platform)), log }
}

async function whileServing({ routes }, { dependency }, running) {
  const all = async () => {
    const found = {}
    for (const [name, path] of Object.entries(routes)) found[name] = await ask(running.url + path)
    return found
  }
  const ready = (status) => until(running, running.url + routes.ready, status)
  await ready(200)
  const inside = JSON.parse(await running.run(LOOK))
  const present = await all()
  await dependency.down()
  await ready(503)
  const absent = await all()
  await dependency.up()
  await ready(200)
  return { ...inside, answers: { present, absent, returned: await all() } }
}

async function whileStopping({ routes, stopSeconds }, platform) {
  const running = await platform.startFirst(platform.variables)
  await until(running, running.url + routes.live, 200)
  const zombies = await running.zombies()
  const before = performance.now()
  await running.signal('SIGTERM')
  const exitCode = await endOf(running, stopSeconds * 1_000)
  return { zombies, stop: { exitCode, seconds: Math.round((performance.now() - before) / 100) / 10 } }
}

async function refusal(platform, given) {
  const variables = Object.entries({ ...platform.variables, ...given }).filter(([, value]) => value !== null)
  const running = await platform.start(Object.fromEntries(variables))
  const exitCode = await endOf(running, PATIENCE_MS)
  return { given, exitCode, output: (await running.output()).slice(0, 4_000) }
}

/** The exit code, or null if it has to be killed. */
async function endOf(running, limitMs) {
  const late = new AbortController()
  const end = await Promise.race([running.exited, sleep(limitMs, null, { signal: late.signal }).catch(() => null)])
  late.abort()
  if (end === null) {
    await running.signal('SIGKILL')
    await running.exited
  }
  return end
}

/** Asks until there is this status, or patience or the server ends: then the answers tell. */
async function until(running, url, status) {
  let ended = false
  running.exited.then(() => {
    ended = true
  })
  for (const deadline = Date.now() + PATIENCE_MS; !ended && Date.now() < deadline; await sleep(100))
    if ((await once(url)).status === status) return
}

async function ask(url) {
  const tries = []
  for (let count = 0; count < TRIES; count++) tries.push(await once(url))
  const ms = Math.round(Math.min(...tries.map((one) => one.ms)))
  return { ...tries.at(-1), ms }
}

async function once(url) {
  const before = performance.now()
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    const { status: says = '', version, service } = await response.json()
    return { status: response.status, says, version, service, ms: performance.now() - before }
  } catch (error) {
    return { status: 0, says: String(error.cause?.code ?? error.message), ms: performance.now() - before }
  }
}

/**
 * Runs inside, as the service's user: who it is, and every path that it may write. Left out are the kernel's own trees, and /dev,
 * where each container has a small memory of its own.
 */
const LOOK = `
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
const status = readFileSync('/proc/self/status', 'utf8')
const field = (name) => new RegExp('^' + name + ':\\\\s*(.*)$', 'm').exec(status)?.[1] ?? ''
const ids = (name) => field(name).split(/\\s+/).filter(Boolean).map(Number)
const mayWrite = (path) => { try { accessSync(path, constants.W_OK); return true } catch { return false } }
const entries = (path) => { try { return readdirSync(path, { withFileTypes: true }) } catch { return [] } }
const writable = []
const walk = (folder) => {
  if (['/proc/', '/sys/', '/dev/'].includes(folder)) return
  if (mayWrite(folder)) return void writable.push(folder.replace(/(.)\\/$/, '$1'))
  for (const entry of entries(folder)) {
    if (entry.isDirectory()) walk(folder + entry.name + '/')
    else if (!entry.isSymbolicLink() && mayWrite(folder + entry.name)) writable.push(folder + entry.name)
  }
}
walk('/')
const [inheritable, permitted, effective, bounding, ambient] = ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].map((set) => field('Cap' + set))
console.log(JSON.stringify({
  process: {
    uid: ids('Uid')[1], gid: ids('Gid')[1], groups: ids('Groups'), noNewPrivileges: field('NoNewPrivs') === '1',
    capabilities: { inheritable, permitted, effective, bounding, ambient },
  },
  writable,
}))`
