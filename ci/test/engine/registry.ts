import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Container, dag, type Service } from '@dagger.io/dagger'
import { leftOut } from '../../../test/left-out.js'
import { NODE_IMAGE } from '../../src/project/versions.js'
import { REGISTRY_IMAGE } from '../registry-image.js'
import type { Mode } from './registry-proxy.js'

/** The host name of a registry service. crane and Cosign use plain HTTP for names that end in .localhost. */
export const REGISTRY = 'registry.localhost:5000'
export const LOGIN = { username: 'ci', password: 'correct horse battery staple' }

/**
 * A registry for one test, with its own storage; `name` makes it different from those of other tests. It is started explicitly, because a
 * service that is started on demand also stops when it is not used, and loses its storage.
 */
export async function throwawayRegistry(name: string): Promise<Service> {
  return await registryContainer(name).asService({ useEntrypoint: true }).start()
}

/** The same with a login: LOGIN. */
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
 * Starts a registry on this machine's loopback, which engines access by plain HTTP without any configuration. Returns its address, or
 * undefined if the engine runs in a container with a loopback of its own.
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

/** A registry behind a proxy that counts requests, and can cause errors or add features. */
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

/** The number of requests to a proxied registry. */
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
