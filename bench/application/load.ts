import autocannon from 'autocannon'

export interface Load {
  url: string
  /** Sent in turns by each connection. */
  requests: { path: string; headers: Record<string, string> }[]
}

/** So many seconds, or so many requests. */
export type Extent = { seconds: number } | { amount: number }

const CONNECTIONS = 50

/**
 * Sends requests over 50 connections, from a thread of its own so that whoever measures meanwhile is not held up by it.
 * @returns answers a second
 * @throws when an answer was no success: what is refused is answered fast
 */
export async function load({ url, requests, ...extent }: Load & Extent): Promise<number> {
  const limit = 'seconds' in extent ? { duration: extent.seconds } : { amount: extent.amount }
  const result = await autocannon({ url, requests, ...limit, connections: CONNECTIONS, workers: 1 })
  const { errors, timeouts, non2xx } = result
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers that were no success`)
  return result.requests.total / result.duration
}

/** Asks every 20 ms until the work is done, and gives the milliseconds that each answer took. */
export async function probeDuring(url: string, work: Promise<unknown>): Promise<number[]> {
  const asking: Promise<number>[] = []
  const timer = setInterval(() => asking.push(timeOf(url)), 20)
  await work.finally(() => clearInterval(timer))
  return await Promise.all(asking)
}

async function timeOf(url: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url)
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return performance.now() - began
}
