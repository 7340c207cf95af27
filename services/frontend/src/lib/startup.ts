import { config } from './config.ts'

/** Exits if the configuration is invalid. Next would print a stack trace for an error in `register`, and its exit code may change. */
export function checkConfiguration(): void {
  try {
    config()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}
