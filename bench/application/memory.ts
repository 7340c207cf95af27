import { type Figure, figure } from '../figure.js'
import type { Server } from '../server.js'
import { load } from './load.js'
import { ORIGIN } from './stack.js'

const SECONDS = 10

/** Resident memory before and after `work`, which is what loads them: idle, and the most there was at any time. */
export async function memory(services: Record<string, Server>, work: () => Promise<unknown>): Promise<Figure[]> {
  const idle = new Map(Object.values(services).map((server) => [server, server.memory().now]))
  await work()
  return Object.entries(services).flatMap(([name, server]) => {
    const [now, { most }] = [idle.get(server) ?? Number.NaN, server.memory()]
    const goal = name === 'backend' ? '< 256' : undefined
    return [
      figure(`${name}: memory at idle`, 'MiB', now, [now]),
      figure(`${name}: most memory with 50 connections`, 'MiB', most, [most], goal),
    ]
  })
}

/** Pages and todos by way of the frontend, for somebody who has signed in. */
export async function loadFrontend({ url }: Server): Promise<void> {
  const cookie = await signUp(url)
  const paths = ['/', '/api/backend/todos']
  await load({ url, requests: paths.map((path) => ({ path, headers: { cookie } })), seconds: SECONDS })
}

async function signUp(url: string): Promise<string> {
  const headers = { origin: ORIGIN, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Ann', email: 'ann@example.org', password: 'correct horse battery' })
  const answer = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`the sign-up answered ${answer.status}: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.replace(/;.*/, ''))
    .join('; ')
}
