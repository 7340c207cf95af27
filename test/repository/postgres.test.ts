import { expect, it } from 'vitest'
import { run } from './tools.js'

it('a process that used the embedded PostgreSQL ends with the exit code it wants', async () => {
  const script = `
    import { startPostgres } from './ci/host/postgres.ts'
    const start = async () => {
      const postgres = await startPostgres()
      process.exitCode = 3
      await postgres.stop()
    }
    start()`
  expect(await run('npx', ['tsx', '--eval', script])).toMatchObject({ exitCode: 3 })
})
