/** What a command left that ended with another exit code than expected. */
interface ExecError extends Error {
  cmd: string[]
  exitCode: number
  stdout: string
  stderr: string
}

/** By its name, because the library that the engine bundles for modules does not export the class (v0.21.8). */
export const isExecError = (error: unknown): error is ExecError => error instanceof Error && error.name === 'ExecError'

/** What the failed command printed, for people. */
export const output = ({ stdout, stderr }: ExecError): string => `${stdout}\n${stderr}`.trim()
