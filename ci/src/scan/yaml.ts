import { dag, type File } from '@dagger.io/dagger'
import { explained } from '../lib/exec-error.js'
import { baseContainer } from '../project/base-container.js'
import { TOOLBOX_IMAGE, YAML_PACKAGE } from '../project/versions.js'

/**
 * A YAML file as a value. The parser runs beside the module, and only where there is something to read: as the module's own
 * dependency it would be installed at each of its starts.
 * @throws with the parser's words if the file is no YAML
 */
export async function readYaml(file: File): Promise<unknown> {
  const [name, text] = await Promise.all([file.name(), file.contents()])
  const json = baseContainer(TOOLBOX_IMAGE)
    .withMountedCache('/root/.npm', dag.cacheVolume('npm'))
    .withExec(['npx', '--yes', YAML_PACKAGE, '--json', '--single', '--strict'], { stdin: text })
    .stdout()
  return JSON.parse(await explained(`Reading ${name}`, json))
}
