import { type Figure, figure } from '../figure.js'
import type { Server } from '../server.js'
import { generateLoad } from './load.js'
import { ORIGIN } from './stack.js'

const SECONDS = 10

/** Measures resident memory: idle before `work`, which puts the services under load, and the peak. */
export async function measureMemory(services: Record<string, Server>, work: () => Promise<unknown>): Promise<Figure[]> {
  const idle = new Map(Object.values(services).map((server) => [server, server.memory().current]))
  await work()
  return Object.entries(services).flatMap(([name, server]) => {
    const [idleMemory, { peak }] = [idle.get(server) ?? Number.NaN, server.memory()]
    const goal = name === 'backend' ? '< 256' : undefined
    return [
      figure(`${name}: memory at idle`, 'MiB', idleMemory, [idleMemory]),
      figure(`${name}: most memory with 50 connections`, 'MiB', peak, [peak], goal),
    ]
  })
}

/** Requests pages and todos from the frontend as a signed-in user. */
export async function loadFrontend({ url }: Server): Promise<void> {
  const cookie = await signUp(url)
  const paths = ['/', '/api/backend/todos']
  await generateLoad({ url, requests: paths.map((path) => ({ path, headers: { cookie } })), seconds: SECONDS })
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
