import { describe, expect, it } from 'vitest'
import { run } from './tools.js'

describe('the code', () => {
  it.each([
    ['is formatted and lints', 'npx', ['biome', 'ci', '--error-on-warnings', '.']],
    ['of the pipeline has sound types', 'npx', ['tsc', '--project', 'tsconfig.json']],
    ['of the backend has sound types', 'npm', ['run', 'typecheck', '--prefix', 'services/backend']],
    ['of the frontend has sound types', 'npm', ['run', 'typecheck', '--prefix', 'services/frontend']],
  ] as const)('%s', async (_, command, args) => {
    expect(await run(command, args)).toMatchObject({ exitCode: 0 })
  })
})
