import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { read } from '../repository/tools.js'
import { describeOnDocker, docker, ours, removeOurs, tryDocker } from './daemon.js'
import { backend, buildOf, filesOf, frontend, imageOf, revision, type Service, start, version } from './services.js'

const services = [backend, frontend].map((service) => [service.name, service] as const)
const seconds = (count: number) => count * 1e9
const needless = [
  /\/(\.env[^/]*|\.npm|\.npmrc|\.git|\.dockerignore|Dockerfile|package-lock\.json|tsconfig[^/]*)(\/|$)/,
  /\/node_modules\/(typescript|vitest|esbuild|@esbuild|@types|@biomejs|@next\/swc[^/]*)\//,
  /^\/app\/(src|tests?|scripts)\//,
  /\.(map|tsx?|tsbuildinfo|test\.m?js)$/,
]
const json = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json()

describeOnDocker('the images', () => {
  beforeAll(async () => {
    for (const [, service] of services) await docker(buildOf(service, imageOf(service)))
  })
  afterAll(removeOurs)

  describe.each(services)('of the %s', whatIsInIt)
  describe.each(services)("of the %s under the contract's restrictions", howItRuns)
  describe.each(services)('of the %s on node:20-alpine', onNode20)

  it('of the frontend refuses to be built without the address of the API', async () => {
    const { exitCode, all } = await tryDocker(buildOf(frontend, `${ours}-none`, { NEXT_PUBLIC_API_URL: '' }))
    expect(exitCode).toBe(1)
    expect(all).toMatch(/NEXT_PUBLIC_API_URL is missing or empty; set it to .+/)
  })
})

function whatIsInIt(_: string, service: Service) {
  it('says how it runs and what it is', async () => {
    const [{ Config }] = JSON.parse(await docker(['image', 'inspect', imageOf(service)]))
    expect(Config).toMatchObject({
      User: '1000:1001',
      ExposedPorts: { [`${service.port}/tcp`]: {} },
      Healthcheck: { Interval: seconds(30), Timeout: seconds(3), StartPeriod: seconds(40), Retries: 3 },
      Cmd: service.command,
      Labels: {
        'org.opencontainers.image.title': `todo-${service.name}`,
        'org.opencontainers.image.description': expect.stringMatching(/\w/),
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.revision': revision,
      },
    })
    expect(Config.Healthcheck.Test).toEqual(['CMD', 'node', '-e', expect.stringContaining(service.live)])
  })

  it('adds files to its base in /app only', async () => {
    const base = /^ARG NODE_IMAGE=(\S+)/.exec(read(`services/${service.name}/Dockerfile`))?.[1] ?? 'none'
    const known = new Set(await filesOf(base))
    const added = (await filesOf(imageOf(service))).filter((file) => !known.has(file))
    expect(added.length).toBeGreaterThan(0)
    expect(added.filter((file) => !file.startsWith('/app/'))).toEqual([])
  })

  it('holds nothing that only a build needs', async () => {
    const files = (await filesOf(imageOf(service))).filter((file) => file.startsWith('/app/'))
    expect(files.filter((file) => needless.some((pattern) => pattern.test(file)))).toEqual([])
  })
}

function howItRuns(_: string, service: Service) {
  it('becomes healthy by its own check and answers in time', async () => {
    const { url } = await start(service)
    expect(await json(url + service.live)).toEqual({ status: 'alive' })
    expect(await json(url + service.health)).toEqual({ status: 'healthy', version, service: `todo-${service.name}` })
    expect(await fastest(url + service.live)).toBeLessThan(100)
    expect(await fastest(url + service.health)).toBeLessThan(100)
  })

  it('is not ready while what it depends on is missing', async () => {
    const { url } = await start(service)
    const response = await fetch(url + service.ready)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'not_ready' })
  })

  it('runs as a known user that can write nowhere else', async () => {
    const { container } = await start(service)
    const write = (path: string) => tryDocker(['exec', container, 'touch', `${path}/written`])
    expect(await docker(['exec', container, 'id'])).toMatch(/^uid=1000\(\w+\) gid=1001\(\w+\)/)
    for (const [path = ''] of service.tmpfs.map((mount) => mount.split(':')))
      expect(await write(path)).toMatchObject({ exitCode: 0 })
    for (const path of ['/app', '/root', '/var/tmp', '/home/node'])
      expect((await write(path)).exitCode, path).not.toBe(0)
  })

  it('ends on SIGTERM before it would be killed', async () => {
    const { container } = await start(service)
    const before = Date.now()
    await docker(['stop', '-t', '10', container])
    expect(Date.now() - before).toBeLessThan(10_000)
    const exitCode = Number(await docker(['inspect', '--format', '{{.State.ExitCode}}', container]))
    expect(service.exitCodes).toContain(exitCode)
  })

  it('does not start without its required variables, and names them all in one message', async () => {
    const { exitCode, all } = await tryDocker(['run', '--rm', '--name', `${imageOf(service)}-bare`, imageOf(service)])
    expect(exitCode).toBe(1)
    for (const name of Object.keys(service.required))
      expect(all.match(new RegExp(`^ *${name} is missing`, 'gm')), all).toHaveLength(1)
    expect(all.match(/configuration/gi), all).toHaveLength(1)
  })
}

function onNode20(_: string, service: Service) {
  it('can be built and runs', async () => {
    const image = `${imageOf(service)}-node20`
    await docker(buildOf(service, image, { NODE_IMAGE: 'node:20-alpine' }))
    const { container, url } = await start(service, image)
    expect(await docker(['exec', container, 'node', '--version'])).toMatch(/^v20\./)
    expect(await json(url + service.live)).toEqual({ status: 'alive' })
  })
}

/** The shortest of some answers in milliseconds: the others tell how busy this machine is. */
async function fastest(url: string): Promise<number> {
  const times: number[] = []
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = performance.now()
    await (await fetch(url)).text()
    times.push(performance.now() - before)
  }
  return Math.min(...times)
}
