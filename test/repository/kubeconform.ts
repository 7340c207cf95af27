import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { installed, isInstalled } from './tools.js'

/** The package is numbered as Kubernetes is, and has the schemas of the first patch of each version. */
const SCHEMAS = installed('kubernetes-validate')

/** The oldest version of Kubernetes that has all that the manifests use, and the newest that there are schemas of. */
export const VERSIONS = ['1.30.0', SCHEMAS.replace(/^.*==(\d+\.\d+).*$/, '$1.0')]

const FIND = 'import importlib.util as u; print(u.find_spec("kubernetes_validate").submodule_search_locations[0])'
const python = await execa('python3', ['-c', FIND], { reject: false, stdin: 'ignore' })

/** Why no manifest can be validated here, if so. */
export const withoutKubeconform = !(await isInstalled('kubeconform', '-v'))
  ? `kubeconform is not on PATH: go install ${installed('kubeconform')}`
  : python.failed
    ? `its schemas are missing: pip install --no-deps ${SCHEMAS}`
    : undefined

/**
 * Makes kubeconform's schemas of a version from those of the Python package kubernetes-validate, which are Kubernetes' own: without
 * the `$id`, and with references to the file beside, kubeconform finds what they refer to.
 * @param to an empty folder
 */
export function writeSchemas(version: string, to: string): string {
  const from = join(String(python.stdout), 'kubernetes-json-schema', `v${version}-local-strict`)
  const folder = join(to, version)
  mkdirSync(folder)
  for (const file of readdirSync(from)) {
    const { $id, ...schema } = JSON.parse(readFileSync(join(from, file), 'utf8'))
    const text = JSON.stringify(schema).replaceAll('/api/_definitions.json', '_definitions.json')
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** Validates manifests in strict mode: no unknown and no repeated field. */
export async function kubeconform(schemas: string, manifests: string) {
  const location = `${schemas}/{{ .ResourceKind }}{{ .KindSuffix }}.json`
  const args = ['-strict', '-summary', '-schema-location', location]
  const { exitCode, all } = await execa('kubeconform', args, { input: manifests, all: true, reject: false })
  return { exitCode, output: all }
}
