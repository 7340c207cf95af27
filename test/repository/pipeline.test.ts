import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from './tools.js'

/** Node, git and the system's own programs, and no engine among them. */
const NODE_ALONE = {
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
  DOCKER_HOST: 'unix:///nowhere',
  _EXPERIMENTAL_DAGGER_RUNNER_HOST: '',
}

describe('npm run pipeline', () => {
  it('passes with Node alone, shows each step with its time, and says what it left out', async () => {
    const { exitCode, output } = await run('npm', ['run', 'pipeline'], NODE_ALONE)
    expect(output).toMatch(/^On this machine, without containers: /m)
    expect(output).toMatch(/^✔ backend: test \[\d+\.\d s\]$/m)
    expect(output).toMatch(/^Skipped without an engine: the images and their recipes, scan, publish/m)
    expect(exitCode).toBe(0)
  })
})
