import { ConfigError, type Environment } from './config.ts'

/** Loads the configuration from the environment. If it is invalid, prints the violations and exits with code 1. */
export function configOrExit<T>(load: (env: Environment) => T): T {
  try {
    return load(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    // There is no logger yet: its level and format are part of the configuration.
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
