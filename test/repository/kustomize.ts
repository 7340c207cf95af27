import { parseAllDocuments } from 'yaml'
import type { Manifest } from './agreement/kubernetes.js'
import { installed, isInstalled, root, run } from './tools.js'

export const OVERLAYS = ['minikube', 'production']
export const overlayFolder = (overlay: string) => `${root}deploy/kubernetes/overlays/${overlay}`

/** What renders here: kustomize itself, or kubectl, which has it built in. */
const command = (await isInstalled('kustomize', 'version'))
  ? ['kustomize', 'build']
  : (await isInstalled('kubectl', 'version', '--client'))
    ? ['kubectl', 'kustomize']
    : undefined

/** Why nothing can be rendered here, if so. */
export const withoutKustomize =
  command === undefined ? `neither kustomize nor kubectl is on PATH: go install ${installed('kustomize')}` : undefined

/** Renders a folder, whatever comes of it. */
export async function tryRender(folder: string) {
  const [program = '', verb = ''] = command ?? []
  return await run(program, [verb, folder])
}

/**
 * The objects of a folder as they would be applied.
 * @throws Error with what kustomize printed, if it fails
 */
export async function render(folder: string): Promise<string> {
  const { exitCode, output } = await tryRender(folder)
  if (exitCode !== 0) throw new Error(`${folder} can't be rendered:\n${output}`)
  return output
}

export const parseManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest)
