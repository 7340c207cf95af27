import { type Figure, figure, median, percentile } from '../figure.js'
import type { Server } from '../server.js'
import { type Load, load, probeDuring } from './load.js'
import { accessToken, users } from './stack.js'

const SECONDS = 3
/** Until V8 has compiled what matters, however slow the machine. */
const WARM_UP = 10_000

const path = '/api/todos'

/** The list of 20 todos against the bare query, a round of each in turns; then the probes under that load. */
export async function speed(backend: Server, bare: Server, rounds: number): Promise<Figure[]> {
  const tokens = await Promise.all(users.map((user) => accessToken(backend.url, user)))
  const ofBackend = { url: backend.url, requests: tokens.map((token) => ({ path, headers: bearer(token) })) }
  const ofBare = { url: bare.url, requests: users.map((user) => ({ path, headers: { 'x-user': user } })) }
  for (const target of [ofBackend, ofBare]) await load({ ...target, amount: WARM_UP })
  const ratios: number[] = []
  const probes: { live: number[]; ready: number[] } = { live: [], ready: [] }
  for (let round = 0; round < rounds; round++) {
    ratios.push((await load({ ...ofBackend, seconds: SECONDS })) / (await load({ ...ofBare, seconds: SECONDS })))
    for (const [name, samples] of Object.entries(await probesUnder(ofBackend))) probes[name as 'live'].push(...samples)
  }
  return [
    figure('list of 20 todos / bare Fastify and pg', 'ratio', median(ratios), ratios, '>= 0.75'),
    figure('/livez under load, p99', 'ms', percentile(probes.live, 0.99), probes.live, '< 100'),
    figure('/readyz under load, p99', 'ms', percentile(probes.ready, 0.99), probes.ready, '< 500'),
  ]
}

async function probesUnder(target: Load) {
  const busy = load({ ...target, seconds: SECONDS })
  const probe = (route: string) => probeDuring(target.url + route, busy)
  const [live, ready] = await Promise.all([probe('/livez'), probe('/readyz')])
  return { live, ready }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
