import { execa } from 'execa'
import { expect, it } from 'vitest'
import { describeOnEngine, root } from './session.js'

describeOnEngine('the command line', () => {
  it('answers with what the module returns, and nothing else', async () => {
    const { exitCode, stdout } = await dagger('call', 'tag', '--ref=refs/tags/v1.2.3')
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['v1.2.3', 'v1.2']))
  })

  it('ends with an error that names the field, the problem and what would be right', async () => {
    const { exitCode, stdout, stderr } = await dagger('call', 'publish', '--repository=https://ghcr.io/team/app')
    expect(exitCode).not.toBe(0)
    expect(stdout).toBe('')
    expect(stderr).toContain('--repository "https://ghcr.io/team/app" is not a valid image repository')
  })

  it('lists every check', async () => {
    const { stdout } = await dagger('check', '--list')
    const checks = [...stdout.matchAll(/^todo-chatbot:(\S+)/gm)].map(([, name]) => name)
    expect(checks.sort()).toEqual([
      'contract',
      'end-to-end',
      'integration',
      'lint',
      'recipes',
      'reproducible',
      'typecheck',
      'unit',
    ])
  })
})

const dagger = async (...args: string[]) =>
  await execa('dagger', ['--progress=plain', ...args], {
    cwd: root,
    env: { NO_COLOR: '1' },
    reject: false,
    stdin: 'ignore',
  })
