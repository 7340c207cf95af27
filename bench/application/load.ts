import autocannon from 'autocannon'

export interface Load {
  url: string
  /** Each connection sends them in turns. */
  requests: { path: string; headers: Record<string, string> }[]
}

/** The duration in seconds, or the number of requests. */
export type LoadLimit = { seconds: number } | { amount: number }

const CONNECTIONS = 50

/**
 * Sends requests over 50 connections, from a separate thread so that it doesn't delay other measurements.
 * @returns responses per second
 * @throws if a response was unsuccessful, because errors are answered faster
 */
export async function generateLoad({ url, requests, ...loadLimit }: Load & LoadLimit): Promise<number> {
  const limit = 'seconds' in loadLimit ? { duration: loadLimit.seconds } : { amount: loadLimit.amount }
  const result = await autocannon({ url, requests, ...limit, connections: CONNECTIONS, workers: 1 })
  const { errors, timeouts, non2xx } = result
  if (errors + timeouts + non2xx > 0)
    throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} unsuccessful responses`)
  return result.requests.total / result.duration
}

/** Sends a request every 20 ms until the work is done. @returns the response times in milliseconds */
export async function probeDuring(url: string, work: Promise<unknown>): Promise<number[]> {
  const responseTimes: Promise<number>[] = []
  const timer = setInterval(() => responseTimes.push(measureMs(url)), 20)
  await work.finally(() => clearInterval(timer))
  return await Promise.all(responseTimes)
}

async function measureMs(url: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url)
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return performance.now() - began
}
