import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leftOut } from '../left-out.js'
import { replaced } from './agreement/plant.js'
import { kubeconform, VERSIONS, withoutKubeconform, writeSchemas } from './kubeconform.js'
import { OVERLAYS, overlayFolder, render, tryRender, withoutKustomize } from './kustomize.js'
import { root } from './tools.js'

const reason = withoutKustomize ?? withoutKubeconform
if (reason) leftOut("The manifests against Kubernetes' own schemas", reason)

describe.runIf(reason === undefined)("Kubernetes' own schemas", () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'todo-schemas-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  describe.each(VERSIONS)('of version %s', (version) => {
    let schemas = ''
    beforeAll(() => {
      schemas = writeSchemas(version, folder)
    })

    it.each(OVERLAYS)('fit the overlay %s', async (overlay) => {
      const { exitCode, output } = await kubeconform(schemas, await render(overlayFolder(overlay)))
      expect(output).toMatch(/Summary: 1\d resources found .* Valid: 1\d, Invalid: 0, Errors: 0, Skipped: 0/)
      expect(exitCode).toBe(0)
    })

    it('refuse a field that Kubernetes does not know', async () => {
      const manifests = replaced(await render(overlayFolder('production')), 'readOnlyRootFilesystem', 'readOnlyRoot')
      const { exitCode, output } = await kubeconform(schemas, manifests)
      expect(output).toContain("additional properties 'readOnlyRoot' not allowed")
      expect(exitCode).toBe(1)
    })
  })

  it('fit the secrets, once they are filled in', async () => {
    const isTemplate = (path: string) => !/\.(env|json)$/.test(path)
    cpSync(`${root}deploy/kubernetes`, join(folder, 'kubernetes'), { recursive: true, filter: isTemplate })
    const secrets = join(folder, 'kubernetes', 'secrets')
    expect(await tryRender(secrets)).toMatchObject({ output: expect.stringContaining('no such file or directory') })
    for (const name of ['backend', 'frontend', 'postgres'])
      cpSync(join(secrets, `${name}.env.example`), join(secrets, `${name}.env`))
    writeFileSync(
      join(secrets, 'ghcr.json'),
      JSON.stringify({ auths: { 'ghcr.io': { auth: 'c29tZWJvZHk6dG9rZW4=' } } }),
    )
    const [version = ''] = VERSIONS
    const { exitCode, output } = await kubeconform(join(folder, version), await render(secrets))
    expect(output).toContain('Valid: 5, Invalid: 0')
    expect(exitCode).toBe(0)
  })
})
