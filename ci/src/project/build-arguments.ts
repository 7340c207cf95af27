import type { ServiceContract } from './contract-types.js'

/**
 * The build arguments that the Dockerfile of a service takes for a version: the commit, the version, and each address that is frozen into the
 * image.
 */
export function buildArguments(
  { variables, versionVariable }: ServiceContract,
  { version, commit }: { version: string; commit: string },
  apiUrl: string,
): Record<string, string> {
  const frozen = variables.filter(({ required }) => required === 'build').map(({ name }) => [name, apiUrl])
  return { GIT_COMMIT: commit, [versionVariable]: version, ...Object.fromEntries(frozen) }
}
