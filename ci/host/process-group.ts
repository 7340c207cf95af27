import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'

/** A command that runs until it is stopped. */
export interface ProcessGroup {
  /** Rejects when the command ends by itself with an error. */
  ended: Promise<unknown>
  /** Ends the command and all that it started, by SIGTERM and after 5 s by SIGKILL. */
  stop(): Promise<void>
}

/** Starts a command in a process group of its own: npm's shell passes no signal on, so a signal has to reach all of them. */
export function startGroup(program: string, args: string[], env: Record<string, string>): ProcessGroup {
  const leader = execa(program, args, { env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  const { pid } = leader
  return {
    ended: leader,
    async stop() {
      leader.catch(() => undefined) // Its end is what was asked for.
      if (pid === undefined) return
      for (const [signal, milliseconds] of [['SIGTERM', 5000] as const, ['SIGKILL', 1000] as const]) {
        const end = Date.now() + milliseconds
        for (let sent = false; signalled(pid, sent ? 0 : signal); sent = true) {
          if (Date.now() > end) break
          await sleep(50)
        }
      }
    },
  }
}

/** Whether there still was somebody in the group to get the signal. */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
