import { setTimeout as sleep } from 'node:timers/promises'

/** Asks a health route again and again, as an orchestrator does. */
export function startProbe(url: string) {
  const statuses: number[] = []
  let going = true
  const asking = (async () => {
    while (going) {
      const status = await fetch(url).then(
        (answer) => answer.status,
        () => 0,
      )
      statuses.push(status)
      await sleep(100)
    }
  })()
  return {
    /** All answers so far, in order; 0 is none. */
    statuses,
    end: async () => {
      going = false
      await asking
    },
  }
}
