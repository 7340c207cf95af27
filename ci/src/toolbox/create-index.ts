// Runs in the toolbox's container with nothing but Node: imports only from node:.
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const INDEX = 'application/vnd.oci.image.index.v1+json'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

/** The container's entry: combines OCI layouts into one, and writes the digest of its index to a file. */
export function main(layout: string, digestFile: string, ...parts: string[]): void {
  writeFileSync(digestFile, createIndex(layout, parts))
}

/**
 * Combines an image's manifests for several platforms into an index: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md
 * @param layout folder of the OCI layout to create
 * @param parts folders of OCI layouts with one manifest each, in the order of the index
 * @returns the digest of the index
 */
export function createIndex(layout: string, parts: string[]): string {
  for (const part of parts) cpSync(part, layout, { recursive: true })
  const manifests = parts.map(readManifest)
  const [first] = manifests
  const index = {
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: manifests.map(({ descriptor, platform }) => ({ ...descriptor, platform })),
    // Registries show the annotations of the index, not those of its manifests.
    annotations: first?.annotations,
  }
  const text = JSON.stringify(index)
  const hash = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(layout, 'blobs', 'sha256', hash), text)
  const descriptor = { mediaType: INDEX, digest: `sha256:${hash}`, size: Buffer.byteLength(text) }
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }))
  return descriptor.digest
}

function readManifest(part: string) {
  const { manifests } = readJson<{ manifests: Descriptor[] }>(join(part, 'index.json'))
  const [descriptor] = manifests
  if (!descriptor || manifests.length > 1) throw new Error(`${part} has ${manifests.length} manifests instead of one`)
  const blob = <Content>({ digest }: Descriptor) => readJson<Content>(join(part, 'blobs', ...digest.split(':')))
  const { config, annotations } = blob<{ config: Descriptor; annotations?: Record<string, string> }>(descriptor)
  const { os, architecture, variant } = blob<{ os: string; architecture: string; variant?: string }>(config)
  return { descriptor, annotations, platform: { os, architecture, variant } }
}

const readJson = <Content>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as Content
