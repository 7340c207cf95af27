import { describe, expect, it } from 'vitest'
import { SERVICE_NAMES } from '../../ci/src/project/services.js'
import { run } from './tools.js'

describe('the code', () => {
  it.each([
    ['is formatted and lints', 'npx', ['biome', 'ci', '--error-on-warnings', '.']],
    ['of the pipeline has sound types', 'npx', ['tsc', '--project', 'tsconfig.json']],
    ...SERVICE_NAMES.map(
      (name) =>
        [`of the ${name} has sound types`, 'npm', ['run', 'typecheck', '--prefix', `services/${name}`]] as const,
    ),
  ] as const)('%s', async (_, command, args) => {
    expect(await run(command, args)).toMatchObject({ exitCode: 0 })
  })
})
