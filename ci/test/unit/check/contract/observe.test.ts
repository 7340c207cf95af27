import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { freePort } from '../../../../host/free-port.js'
import type { Plan, ProcessState, RunningContainer, Runtime } from '../../../../src/check/contract/observed.js'
import { dependency } from '../../../../src/check/contract/runtime/dependency.js'
import { observe } from '../../../../src/check/contract/runtime/observe.js'

/** A service without routes. */
const WORKER: Plan = { refusals: [], stopSeconds: 10 }

const STATE: ProcessState = {
  pid: 1,
  command: ['node'],
  uid: 1000,
  gid: 1001,
  noNewPrivileges: true,
  seccompFilter: true,
  capabilities: { inheritable: '0', permitted: '0', effective: '0', bounding: '0', ambient: '0' },
  writable: [],
  zombies: 0,
}

it.concurrent('a worker that survives the stop of its dependency is inspected after it', async () => {
  const { process, stop } = await observe(
    WORKER,
    await runtimeOf(`socket.on('close', () => setInterval(() => 0, 1_000))`),
  )
  expect(process).toEqual(STATE)
  expect(stop.exitCode).toBe(0)
})

it.concurrent('a worker that ends with its dependency has no process to inspect, and no good exit code', async () => {
  const { process, stop } = await observe(WORKER, await runtimeOf(`socket.on('close', () => process.exit(7))`))
  expect(process).toBeUndefined()
  expect(stop.exitCode).toBe(7)
})

/** Processes of this machine that connect to a dependency: not restricted, since only their end matters here. */
async function runtimeOf(script: string): Promise<Runtime> {
  const port = await freePort()
  const server = dependency({ port })
  await server.start()
  const connected = `const socket = require('net').connect(${port}, '127.0.0.1'); socket.on('error', () => 0); process.on('SIGTERM', () => process.exit(0));`
  return { name: 'a test', variables: {}, dependency: server, run: async () => runningProcess(connected + script) }
}

function runningProcess(script: string): RunningContainer {
  const child = spawn(process.execPath, ['--eval', script], { stdio: 'ignore' })
  return {
    url: '',
    exited: once(child, 'exit').then(([code]) => Number(code)),
    output: async () => '',
    inspect: async () => (child.exitCode === null ? STATE : undefined),
    healthcheck: async () => null,
    signal: async (name) => void child.kill(name),
  }
}
