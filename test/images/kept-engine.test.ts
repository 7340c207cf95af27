import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, expect, it } from 'vitest'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import { isInstalled, read, root } from '../repository/tools.js'
import { describeUnless, docker, tryDocker, withoutDocker } from './daemon.js'

const STATE = '/var/lib/dagger'

const programs = await Promise.all(['zstd', 'jq'].map((program) => isInstalled(program)))
const canRun = process.getuid?.() === 0 && existsSync('/dev/loop-control') && programs.every(Boolean)
const reason = withoutDocker ?? (canRun ? undefined : 'it takes root, loop devices, zstd and jq')

/** What GitHub gives the steps of one job, and where its engine is. */
const newRunner = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'todo-chatbot-runner-'))
  const settings = join(folder, 'env')
  await writeFile(settings, '')
  const state = async (...verb: string[]) => {
    const env = { RUNNER_TEMP: folder, GITHUB_ENV: settings }
    await execa(`${root}.github/actions/engine/state.sh`, verb, { env, stdin: 'ignore' })
  }
  const engine = async () => {
    const address = new URL((await readFile(settings, 'utf8')).trim().replace(/^_EXPERIMENTAL_DAGGER_RUNNER_HOST=/, ''))
    const parameter = (name: string) => address.searchParams.get(name) ?? ''
    return { image: address.host + address.pathname, name: parameter('container'), volume: parameter('volume') }
  }
  folders.push(folder)
  return { packed: join(folder, 'engine.tar.zst'), state, engine }
}
type Runner = Awaited<ReturnType<typeof newRunner>>

const folders: string[] = []

/** In place of an engine, a container on the same volume: it writes down what it knows when it is told to stop. */
const startEngine = async ({ engine }: Runner) => {
  const { name, volume } = await engine()
  const command = `trap 'echo built > ${STATE}/known; exit' TERM; while :; do sleep 0.1; done`
  const settings = ['--detach', '--restart=always', `--name=${name}`, `--volume=${volume}:${STATE}`]
  await docker(['run', ...settings, NODE_IMAGE, 'sh', '-c', command])
}

const filesOf = async ({ engine }: Runner) => {
  const { volume } = await engine()
  return (await docker(['run', '--rm', `--volume=${volume}:${STATE}`, NODE_IMAGE, 'ls', STATE])).split('\n')
}

afterEach(async () => {
  for (const folder of folders.splice(0)) {
    await tryDocker(['rm', '--force', 'kept-engine'])
    await tryDocker(['volume', 'rm', 'kept-engine'])
    const devices = ['--noheadings', '--output=NAME', '--associated', join(folder, 'engine.ext4')]
    for (const device of (await execa('losetup', devices)).stdout.split('\n').filter(Boolean))
      await execa('losetup', ['--detach', device.trim()])
    await rm(folder, { recursive: true })
  }
})

describeUnless(reason, 'the engine of a runner', () => {
  it('begins with what it knew when an earlier runner stopped it', async () => {
    const [earlier, later] = [await newRunner(), await newRunner()]
    await earlier.state('start')
    await startEngine(earlier)
    await earlier.state('keep')
    await copyFile(earlier.packed, later.packed)
    await later.state('start')
    expect(await filesOf(later)).toContain('known')
  })

  it('begins empty where nothing was kept, in the version of dagger.json', async () => {
    const runner = await newRunner()
    await runner.state('start')
    expect(await filesOf(runner)).toEqual(['lost+found'])
    const { engineVersion } = JSON.parse(read('dagger.json'))
    expect((await runner.engine()).image).toBe(`registry.dagger.io/engine:${engineVersion}`)
  })

  it('is not kept when there is none', async () => {
    const runner = await newRunner()
    await runner.state('start')
    await expect(runner.state('keep')).rejects.toThrow(/No such container/i)
    expect(existsSync(runner.packed)).toBe(false)
  })

  it('takes two verbs, and says so', async () => {
    await expect((await newRunner()).state()).rejects.toThrow(/state\.sh start .*state\.sh keep/s)
  })
})
