import type { Container } from '@dagger.io/dagger'

/** The error of a command that ended with an unexpected exit code. */
interface ExecError extends Error {
  cmd: string[]
  exitCode: number
  stdout: string
  stderr: string
}

/** Compares the name, because the library that the engine bundles for modules does not export the class (v0.21.8). */
const isExecError = (error: unknown): error is ExecError => error instanceof Error && error.name === 'ExecError'

/**
 * Waits for work that runs commands.
 * @throws if a command fails, an error with the name of the work and the command's output
 */
export async function withCommandOutput<Result>(name: string, work: Promise<Result>): Promise<Result> {
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
 * Waits for a command; returns whether it exited with 0.
 * @throws every error but the failure of the command
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
