import { dag, type File, type Secret } from '@dagger.io/dagger'
import { toolbox } from '../../src/toolbox/container.js'

/** A pair of keys for one test. */
export async function newKey(name: string): Promise<{ key: Secret; publicKey: File }> {
  const made = (await toolbox())
    .withEnvVariable('COSIGN_PASSWORD', '')
    .withEnvVariable('TEST', name)
    .withExec(['cosign', 'generate-key-pair', '--output-key-prefix', '/pair'])
  return { key: dag.setSecret(name, await made.file('/pair.key').contents()), publicKey: made.file('/pair.pub') }
}
