import { config } from './config.ts'

/** Ends the process by itself: what Next prints for an error in `register` is a stack, and its exit code is Next's to change. */
export function checkConfiguration(): void {
  try {
    config()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}
