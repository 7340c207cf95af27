import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imageRows } from '../../ci/src/check/contract/image-rows.js'
import { planOf } from '../../ci/src/check/contract/plan.js'
import { contractReport } from '../../ci/src/check/contract/report.js'
import type { Row } from '../../ci/src/check/contract/row.js'
import { runRows } from '../../ci/src/check/contract/run-rows.js'
import { observe } from '../../ci/src/check/contract/runtime/observe.js'
import type { ServiceContract } from '../../ci/src/project/contract-types.js'
import { ALL_SERVICES, isHttpService, SERVICES } from '../../ci/src/project/services.js'
import { describeOnDocker, docker, ours, removeOurs, tryDocker } from './daemon.js'
import { dockerRuntime, inspect, removeNetworks } from './runtime.js'
import { buildOf, imageOf, start, urlOf, version } from './services.js'

const services = ALL_SERVICES.map((service) => [service.name, service] as const)
const json = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json()

describeOnDocker('the images', () => {
  beforeAll(async () => {
    for (const [, service] of services) await docker(buildOf(service, imageOf(service)))
  })
  afterAll(async () => {
    await removeOurs()
    await removeNetworks()
  })

  describe.each(services)('of the %s', (_, service) => {
    it('keeps the contract in its configuration, files and size', async () => {
      expectKept(service, imageRows(service, await inspect(imageOf(service))))
    })

    it('keeps the contract as it runs, with its dependency there, gone and back', async () => {
      const runtime = await dockerRuntime(service, imageOf(service))
      expectKept(service, runRows(service, await observe(planOf(service), runtime)))
    })

    if (isHttpService(service))
      it('becomes healthy by its own check, and says what it is', async () => {
        const url = await urlOf(await start(service), service)
        expect(await json(url + service.routes.health.path)).toEqual({
          status: 'healthy',
          version,
          service: service.image,
        })
      })

    it('can be built on node:20-alpine, and runs', async () => {
      const image = `${imageOf(service)}-node20`
      await docker(buildOf(service, image, { NODE_IMAGE: 'node:20-alpine' }))
      const container = await start(service, image)
      expect(await docker(['exec', container, 'node', '--version'])).toMatch(/^v20\./)
      if (isHttpService(service))
        expect(await json((await urlOf(container, service)) + service.routes.live.path)).toEqual({ status: 'alive' })
    })
  })

  it('of the frontend refuses to be built without the address of the API', async () => {
    const { exitCode, all } = await tryDocker(buildOf(SERVICES.frontend, `${ours}-none`, { NEXT_PUBLIC_API_URL: '' }))
    expect(exitCode).toBe(1)
    expect(all).toMatch(/NEXT_PUBLIC_API_URL is missing or empty; set it to .+/)
  })
})

/** The report's error names every row that does not hold. */
function expectKept({ image }: ServiceContract, rows: Row[]): void {
  expect(rows.length).toBeGreaterThan(10)
  expect(contractReport([{ image, runtime: 'docker run', rows }])).toMatch(/ rows passed /)
}
