import type { Container } from '@dagger.io/dagger'

/** What a command left that ended with another exit code than expected. */
interface ExecError extends Error {
  cmd: string[]
  exitCode: number
  stdout: string
  stderr: string
}

/** By its name, because the library that the engine bundles for modules does not export the class (v0.21.8). */
const isExecError = (error: unknown): error is ExecError => error instanceof Error && error.name === 'ExecError'

/**
 * Waits for work that runs commands.
 * @throws where a command failed, an error that names the work and holds all that the command printed
 */
export async function explained<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!isExecError(error)) throw error
    const { cmd, exitCode, stdout, stderr } = error
    throw new Error(`${name} failed: ${cmd.join(' ')} exited with ${exitCode}\n${stdout}\n${stderr}`.trimEnd(), {
      cause: error,
    })
  }
}

/**
 * Waits for a command, and says whether it ended with 0.
 * @throws what is no command's own failure
 */
export async function hasPassed(command: Container): Promise<boolean> {
  try {
    await command.sync()
    return true
  } catch (error) {
    if (!isExecError(error)) throw error
    return false
  }
}
