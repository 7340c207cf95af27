import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../ci/host/free-port.js'
import { PLAIN } from '../../ci/host/run-step.js'
import { root, run } from './tools.js'

/** Resolves once a pattern is in what was printed. */
async function printed(stream: AsyncIterable<unknown>, pattern: RegExp): Promise<void> {
  let output = ''
  for await (const chunk of stream) {
    output += chunk
    if (pattern.test(output)) return
  }
  throw new Error(`ended without ${pattern}:\n${output}`)
}

describe('npm run dev', () => {
  it('starts the whole application, prints its address, and stops all of it at the end', async () => {
    const [frontendPort, backendPort] = [await freePort(), await freePort()]
    const ports = { FRONTEND_PORT: String(frontendPort), BACKEND_PORT: String(backendPort) }
    const dev = execa('npm', ['run', 'dev'], {
      cwd: root,
      env: { ...PLAIN, ...ports },
      all: true,
      reject: false,
      detached: true,
    })
    const address = `http://localhost:${frontendPort}`
    await printed(dev.all.iterator({ destroyOnReturn: false }), new RegExp(`^The application is at ${address}, `, 'm'))
    expect((await fetch(`${address}/sign-in`)).status).toBe(200)
    expect((await fetch(`http://localhost:${backendPort}/readyz`)).status).toBe(200)
    // As a terminal does it: to everything in the foreground.
    process.kill(-(dev.pid ?? 0), 'SIGINT')
    await dev
    const taken = () => Promise.allSettled([frontendPort, backendPort].map(freePort))
    await expect.poll(taken, { timeout: 10_000 }).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
  })

  it('names a port that is not valid, before it starts anything', async () => {
    const { exitCode, output } = await run('npm', ['run', 'dev'], { FRONTEND_PORT: '99999' })
    expect(output).toContain('npm run dev: FRONTEND_PORT "99999" is not a port: set it to 1 to 65535')
    expect(exitCode).toBe(1)
  })
})
