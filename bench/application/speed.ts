import { type Figure, figure, median, percentile } from '../figure.js'
import type { Server } from '../server.js'
import { generateLoad, type Load, probeDuring } from './load.js'
import { accessToken, users } from './stack.js'

const SECONDS = 3
/** Enough for V8 to compile the relevant code, on a slow machine too. */
const WARM_UP_REQUESTS = 10_000

const path = '/api/todos'

/** Compares the list of 20 todos with the bare query in alternating rounds, and measures probes under that load. */
export async function measureSpeed(backend: Server, bare: Server, rounds: number): Promise<Figure[]> {
  const tokens = await Promise.all(users.map((user) => accessToken(backend.url, user)))
  const backendLoad = { url: backend.url, requests: tokens.map((token) => ({ path, headers: bearer(token) })) }
  const bareLoad = { url: bare.url, requests: users.map((user) => ({ path, headers: { 'x-user': user } })) }
  for (const target of [backendLoad, bareLoad]) await generateLoad({ ...target, amount: WARM_UP_REQUESTS })
  const ratios: number[] = []
  const probes: { live: number[]; ready: number[] } = { live: [], ready: [] }
  for (let round = 0; round < rounds; round++) {
    ratios.push(
      (await generateLoad({ ...backendLoad, seconds: SECONDS })) /
        (await generateLoad({ ...bareLoad, seconds: SECONDS })),
    )
    for (const [name, samples] of Object.entries(await measureProbes(backendLoad)))
      probes[name as 'live'].push(...samples)
  }
  return [
    figure('list of 20 todos / bare Fastify and pg', 'ratio', median(ratios), ratios, '>= 0.75'),
    figure('/livez under load, p99', 'ms', percentile(probes.live, 0.99), probes.live, '< 100'),
    figure('/readyz under load, p99', 'ms', percentile(probes.ready, 0.99), probes.ready, '< 500'),
  ]
}

async function measureProbes(target: Load) {
  const busy = generateLoad({ ...target, seconds: SECONDS })
  const probe = (route: string) => probeDuring(target.url + route, busy)
  const [live, ready] = await Promise.all([probe('/livez'), probe('/readyz')])
  return { live, ready }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
