import { ConfigError, type Environment } from './config.ts'

/** Loads the configuration from the process's variables, or ends the process with code 1 and the list of faults. */
export function configOrExit<T>(load: (env: Environment) => T): T {
  try {
    return load(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // There is no logger yet: its level and format are part of what is wrong.
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
