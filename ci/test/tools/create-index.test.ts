import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createIndex } from '../../src/toolbox/create-index.js'

const newFolder = () => mkdtempSync(path(tmpdir(), 'todo-chatbot-index-'))

/** An OCI layout with one manifest. */
function layout(architecture: string): { folder: string; digest: string } {
  const folder = newFolder()
  mkdirSync(path(folder, 'blobs', 'sha256'), { recursive: true })
  const blob = (value: unknown) => {
    const text = JSON.stringify(value)
    const hash = createHash('sha256').update(text).digest('hex')
    writeFileSync(path(folder, 'blobs', 'sha256', hash), text)
    return { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${hash}`, size: text.length }
  }
  const config = blob({ os: 'linux', architecture })
  const manifest = blob({ schemaVersion: 2, config, layers: [], annotations: { version: 'v1.2.3' } })
  writeFileSync(path(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }))
  return { folder, digest: manifest.digest }
}

const read = (folder: string, digest: string) =>
  JSON.parse(readFileSync(path(folder, 'blobs', ...digest.split(':')), 'utf8'))

describe('an image for several platforms', () => {
  it('is one index that names the manifest of each, and has the blobs of all', () => {
    const parts = ['amd64', 'arm64'].map(layout)
    const folder = newFolder()
    const digest = createIndex(
      folder,
      parts.map((part) => part.folder),
    )
    const index = read(folder, digest)
    expect(index.manifests.map(({ platform }: { platform: object }) => platform)).toEqual([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ])
    expect(index.manifests.map((one: { digest: string }) => one.digest)).toEqual(parts.map((part) => part.digest))
    expect(index.annotations).toEqual({ version: 'v1.2.3' })
    for (const part of parts) expect(read(folder, part.digest)).toEqual(read(part.folder, part.digest))
    expect(JSON.parse(readFileSync(path(folder, 'index.json'), 'utf8')).manifests).toEqual([
      { mediaType: index.mediaType, digest, size: JSON.stringify(index).length },
    ])
  })

  it('is the same digest each time', () => {
    const parts = ['amd64', 'arm64'].map((architecture) => layout(architecture).folder)
    expect(createIndex(newFolder(), parts)).toBe(createIndex(newFolder(), parts))
  })
})
