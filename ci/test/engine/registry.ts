import { type Container, dag, type Service } from '@dagger.io/dagger'

/** An engine speaks plain http to this name and to no other, unless it is told to; the service stands behind it. */
export const REGISTRY = 'localhost:5000'
export const LOGIN = { username: 'ci', password: 'correct horse battery staple' }

/**
 * A registry for one test, on its own storage: `name` tells it from the others'. Started by hand: a service that starts for who
 * needs it also ends when nobody does, and what it stored is gone.
 */
export async function throwawayRegistry(name: string): Promise<Service> {
  return await registryContainer(name).asService({ useEntrypoint: true }).start()
}

/** The same, for those who can log in with LOGIN. */
export function guardedRegistry(name: string): Service {
  // bcrypt of LOGIN.password
  const htpasswd = `${LOGIN.username}:$2b$04$K6Ujn6kT5yqrlyE3qEQlNOrqp5RyFpG2ryC2etsrfs8jutDaRqV1.\n`
  return registryContainer(name)
    .withNewFile('/auth/htpasswd', htpasswd)
    .withEnvVariable('REGISTRY_AUTH', 'htpasswd')
    .withEnvVariable('REGISTRY_AUTH_HTPASSWD_REALM', 'test')
    .withEnvVariable('REGISTRY_AUTH_HTPASSWD_PATH', '/auth/htpasswd')
    .asService({ useEntrypoint: true })
}

const registryContainer = (name: string): Container =>
  dag.container().from('registry:2').withEnvVariable('TEST', name).withExposedPort(5000)
