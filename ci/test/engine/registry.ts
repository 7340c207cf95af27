import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Container, dag, type Service } from '@dagger.io/dagger'
import { leftOut } from '../../../test/left-out.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { REGISTRY_IMAGE } from '../registry-image.js'
import type { Mode } from './registry-proxy.js'

/** crane and Cosign speak plain http to names that end so; the service stands behind it. */
export const REGISTRY = 'registry.localhost:5000'
export const LOGIN = { username: 'ci', password: 'correct horse battery staple' }

/**
 * A registry for one test, on its own storage: `name` tells it from the others'. Started by hand: a service that starts for who
 * needs it also ends when nobody does, and what it stored is gone.
 */
export async function throwawayRegistry(name: string): Promise<Service> {
  return await registryContainer(name).asService({ useEntrypoint: true }).start()
}

/** The same, for those who can log in with LOGIN. */
export async function guardedRegistry(name: string): Promise<Service> {
  // bcrypt of LOGIN.password
  const htpasswd = `${LOGIN.username}:$2b$04$K6Ujn6kT5yqrlyE3qEQlNOrqp5RyFpG2ryC2etsrfs8jutDaRqV1.\n`
  return await registryContainer(name)
    .withNewFile('/auth/htpasswd', htpasswd)
    .withEnvVariable('REGISTRY_AUTH', 'htpasswd')
    .withEnvVariable('REGISTRY_AUTH_HTPASSWD_REALM', 'test')
    .withEnvVariable('REGISTRY_AUTH_HTPASSWD_PATH', '/auth/htpasswd')
    .asService({ useEntrypoint: true })
    .start()
}

/**
 * A registry that an engine reaches on this machine's loopback, by plain http and without being told so: its address, or nothing where the
 * engine runs in a container, which has a loopback of its own.
 */
export async function loopbackRegistry(name: string): Promise<string | undefined> {
  const tunnel = await dag
    .host()
    .tunnel(await throwawayRegistry(name))
    .start()
  const address = await tunnel.endpoint()
  try {
    await dag.container().withRootfs(dag.directory()).publish(`${address}/probe`)
  } catch (error) {
    if (!/connection refused/.test(String(error))) throw error
    leftOut('Images in a registry on loopback', 'the engine has a loopback of its own')
    return undefined
  }
  return address
}

const registryContainer = (name: string): Container =>
  dag.container().from(REGISTRY_IMAGE).withEnvVariable('TEST', name).withExposedPort(5000)

/** A registry behind a proxy that fails, counts or adds to it. */
export async function proxiedRegistry(mode: Mode, behind?: Service): Promise<Service> {
  const run = `import('/registry-proxy.mts').then(({ main }) => main(process.argv[1]))`
  return await dag
    .container()
    .from(NODE_IMAGE)
    .withNewFile('/registry-proxy.mts', readFileSync(new URL('./registry-proxy.ts', import.meta.url), 'utf8'))
    .withServiceBinding('upstream', behind ?? (await throwawayRegistry(randomUUID())))
    .withEnvVariable('TEST', randomUUID())
    .withExposedPort(5000)
    .asService({ args: ['node', '--no-warnings', '--eval', run, JSON.stringify(mode)] })
    .start()
}

/** How many requests a proxied registry has had. */
export async function requestsTo(proxy: Service): Promise<number> {
  const question = `fetch('http://registry.localhost:5000/requests').then((r) => r.text()).then((text) => process.stdout.write(text))`
  const answer = await dag
    .container()
    .from(NODE_IMAGE)
    .withServiceBinding('registry.localhost', proxy)
    .withEnvVariable('ASKED', randomUUID())
    .withExec(['node', '--eval', question])
    .stdout()
  return Number(answer)
}
