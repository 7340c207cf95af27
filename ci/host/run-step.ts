import { execa } from 'execa'
import type { Step } from './steps.js'

/** A step that ended with another exit code than 0, with all it printed. */
export class StepFailed extends Error {
  constructor(
    title: string,
    command: string,
    exitCode: number | undefined,
    readonly output: string,
  ) {
    super(`Step "${title}" failed: ${command} exited with ${exitCode ?? 'a signal'}.`)
  }
}

/** No colours in what is kept to be shown later. Some programs take any FORCE_COLOR, `0` too, as a yes. */
export const PLAIN = { NO_COLOR: '1', FORCE_COLOR: undefined }

/** Runs a step's command to its end. @throws StepFailed */
export async function runStep({ title, command, env }: Step): Promise<void> {
  const [program, ...args] = command
  const result = await execa(program, args, {
    env: { ...PLAIN, ...env },
    all: true,
    reject: false,
    stdin: 'ignore',
  })
  if (result.failed)
    throw new StepFailed(title, command.join(' '), result.exitCode, result.all || (result.message ?? ''))
}
