import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  timeoutMs: number
  /** The pause between two requests. Default: 100 ms. */
  intervalMs?: number
  /** Ends the wait early, for example when the server's process has ended. */
  signal?: AbortSignal
}

/**
 * Requests a URL until it answers with a 2xx status.
 * @throws the signal's reason, or an error after `timeoutMs`
 */
export async function waitForOk(url: string, { timeoutMs, intervalMs = 100, signal }: WaitOptions): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    signal?.throwIfAborted()
    if (response?.ok) return
    await sleep(intervalMs)
  }
  throw new Error(`${url} did not answer with a 2xx status within ${timeoutMs / 1000} s`)
}
