import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/** As much of a step of the workflow as matters to the action. */
export interface Step {
  uses?: string
  with?: { args: string; verb?: string }
  env?: Record<string, string>
}

/** What a run of the action did. */
export interface Run {
  exitCode: number | undefined
  /** The arguments of `dagger`, or nothing if it was not called. */
  args: string[] | undefined
  /** The files in the working directory, which was empty before. */
  files: string[]
}

/** How GitHub starts `shell: bash`. */
const BASH = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c']
const DAGGER = '#!/bin/sh\nprintf \'%s\\0\' "$@" >"$ARGUMENTS"\n'
/** `jq --raw-output --join-output .`, and newlines as spaces. */
const DECODE = 'process.stdout.write(JSON.parse(require("fs").readFileSync(0, "utf8")).replaceAll("\\n", " "))'

const assembleScript = (args: string) => `echo '${JSON.stringify(args)}' | "$NODE" -e '${DECODE}'`
const execScript = (args: string) =>
  `dagger --progress plain $VERB ${args}\nsummary() { cmd="dagger $VERB ${args}"; }\n`

/**
 * Runs a step as dagger/dagger-for-github v8.4.1 would, with a `dagger` that writes its arguments down.
 *
 * A minimal equivalent of the steps `assemble` and `exec` of https://github.com/dagger/dagger-for-github/blob/v8.4.1/action.yml:
 * GitHub first replaces the expressions in the step. The action then pastes `args` into bash scripts three times: as JSON between single
 * quotes, to decode it and put it on one line; without quotes, after the verb; and between double quotes, in a function that is called
 * where a summary is wanted, but always parsed.
 * @param step the step, from the workflow
 * @param expressions what replaces each expression: `{ 'github.ref': 'refs/heads/main' }`
 * @param variables the environment that GitHub gives to every step
 * @throws if the step has an expression whose value is not given
 */
export async function runStep(
  step: Step,
  expressions: Record<string, string>,
  variables: Record<string, string>,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'todo-action-'))
  try {
    const cwd = join(folder, 'work')
    const written = join(folder, 'arguments')
    mkdirSync(cwd)
    writeFileSync(join(folder, 'dagger'), DAGGER, { mode: 0o755 })
    const env = {
      ...variables,
      ...replaceInValues(step.env ?? {}, expressions),
      PATH: `${folder}:${process.env['PATH']}`,
      NODE: process.execPath,
      ARGUMENTS: written,
      VERB: step.with?.verb ?? 'call',
    }
    const bash = async (script: string) =>
      await execa('bash', [...BASH, script], { cwd, env, extendEnv: false, reject: false, stdin: 'ignore' })

    const assemble = await bash(assembleScript(replaceExpressions(step.with?.args ?? '', expressions)))
    const { exitCode } = assemble.failed ? assemble : await bash(execScript(assemble.stdout))
    const args = existsSync(written) ? readFileSync(written, 'utf8').split('\0').slice(0, -1) : undefined
    return { exitCode, args, files: readdirSync(cwd) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const replaceExpressions = (text: string, values: Record<string, string>) =>
  text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/gs, (_, expression: string) => {
    const value = values[expression]
    if (value === undefined) throw new Error(`\${{ ${expression} }} has no value here`)
    return value
  })

const replaceInValues = (variables: Record<string, string>, values: Record<string, string>) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, replaceExpressions(value, values)]))
