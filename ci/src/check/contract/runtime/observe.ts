import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Observed, Plan, Refusal, RunningContainer, Runtime } from '../observed.ts'

const START_LIMIT_MS = 30_000
/** The time that a service without routes, which can't be asked, gets to notice that it was started or that its dependency has stopped. */
const WITHOUT_ROUTES_MS = 3_000
const TRIES = 20

/** Runs an image as often as the plan needs it, and returns what it did. */
export async function observe(plan: Plan, runtime: Runtime): Promise<Observed> {
  const container = await runtime.run(runtime.variables)
  const served = await whileServing(plan, runtime, container)
  const stop = await stopped(plan, container)
  const log = (await container.output()).slice(-2_000)
  // One after the other: each of them listens on the same port if it does start.
  const refusals: Refusal[] = []
  for (const given of plan.refusals) refusals.push(await refusal(runtime, given))
  return { runtime: runtime.name, ...served, refusals, stop, log }
}

async function whileServing(
  { routes, healthcheckSeconds }: Plan,
  { dependency }: Runtime,
  container: RunningContainer,
) {
  if (!routes) {
    await sleep(WITHOUT_ROUTES_MS)
    await dependency.stop()
    await sleep(WITHOUT_ROUTES_MS)
    await dependency.start()
    // Whether it still runs: the rows about process 1 say if it has ended.
    return await insideOf(container, healthcheckSeconds)
  }
  const answers = async () => ({
    live: await ask(container.url + routes.live),
    ready: await ask(container.url + routes.ready),
    health: await ask(container.url + routes.health),
  })
  const ready = (status: number) => answered(container, routes.ready, status)
  await ready(200)
  const inside = await insideOf(container, healthcheckSeconds)
  const present = await answers()
  await dependency.stop()
  await ready(503)
  const absent = await answers()
  await dependency.start()
  await ready(200)
  const returned = await answers()
  return { ...inside, answers: { present, absent, returned } }
}

/** Process 1, and the HEALTHCHECK if the contract has one. */
async function insideOf(container: RunningContainer, healthcheckSeconds: number | undefined) {
  const process = await container.inspect()
  const healthcheck = healthcheckSeconds === undefined ? undefined : await container.healthcheck(healthcheckSeconds)
  return { ...(process && { process }), ...(healthcheck !== undefined && { healthcheck }) }
}

async function stopped({ stopSeconds }: Plan, container: RunningContainer): Promise<Observed['stop']> {
  const before = performance.now()
  await container.signal('SIGTERM')
  const exitCode = await exitCodeWithin(stopSeconds * 1_000, container)
  return { exitCode, seconds: Math.round((performance.now() - before) / 100) / 10 }
}

async function refusal(runtime: Runtime, given: Refusal['given']): Promise<Refusal> {
  const variables = Object.entries({ ...runtime.variables, ...given })
  const container = await runtime.run(
    Object.fromEntries(variables.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
  )
  const exitCode = await exitCodeWithin(START_LIMIT_MS, container)
  return { given, exitCode, output: (await container.output()).slice(0, 4_000) }
}

/** The exit code, or null if the container has to be killed. */
async function exitCodeWithin(limitMs: number, container: RunningContainer): Promise<number | null> {
  const limit = new AbortController()
  const late = sleep(limitMs, null, { signal: limit.signal }).catch(() => null)
  const exitCode = await Promise.race([container.exited, late])
  limit.abort()
  if (exitCode === null) {
    await container.signal('SIGKILL')
    await container.exited
  }
  return exitCode
}

/** Asks until the status is this, the container ends or the limit is reached: the answers show which. */
async function answered(container: RunningContainer, route: string, status: number): Promise<void> {
  let ended = false
  void container.exited.then(() => {
    ended = true
  })
  for (const deadline = Date.now() + START_LIMIT_MS; !ended && Date.now() < deadline; await sleep(100))
    if ((await askOnce(container.url + route)).statusCode === status) return
}

async function ask(url: string): Promise<Answer> {
  let last = await askOnce(url)
  let ms = last.ms
  for (let count = 1; count < TRIES; count++) {
    last = await askOnce(url)
    ms = Math.min(ms, last.ms)
  }
  return { ...last, ms: Math.round(ms) }
}

async function askOnce(url: string): Promise<Answer> {
  const before = performance.now()
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    const { status = '', version, service } = (await response.json()) as Record<string, string>
    const ms = performance.now() - before
    return { statusCode: response.status, status, ms, ...(version && { version }), ...(service && { service }) }
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    return { statusCode: 0, status: cause?.code ?? message, ms: performance.now() - before }
  }
}
