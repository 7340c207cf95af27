import { setTimeout as sleep } from 'node:timers/promises'

/** Requests a health route continuously, as an orchestrator does. */
export function startProbe(url: string) {
  const statuses: number[] = []
  let isRunning = true
  const asking = (async () => {
    while (isRunning) {
      const status = await fetch(url).then(
        (answer) => answer.status,
        () => 0,
      )
      statuses.push(status)
      await sleep(100)
    }
  })()
  return {
    /** The statuses of all responses so far, in order; 0 means no response. */
    statuses,
    end: async () => {
      isRunning = false
      await asking
    },
  }
}
