// Runs in the toolbox's container, by Node alone: it imports nothing but Node's own.
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'

const INDEX = 'application/vnd.oci.image.index.v1+json'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

/** What the container runs: OCI layouts of one manifest each become one layout, whose index's digest is written to a file. */
export function main(layout: string, to: string, ...parts: string[]): void {
  writeFileSync(to, join(layout, parts))
}

/**
 * Makes one image of the same image for several platforms: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md
 * @param layout folder of the OCI layout to make
 * @param parts folders of OCI layouts with one manifest each, in the order of the index
 * @returns the digest of the index
 */
export function join(layout: string, parts: string[]): string {
  for (const part of parts) cpSync(part, layout, { recursive: true })
  const manifests = parts.map((part) => described(part))
  const [first] = manifests
  const index = {
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: manifests.map(({ descriptor, platform }) => ({ ...descriptor, platform })),
    // Registries show those of the index, and not those of its manifests.
    annotations: first?.annotations,
  }
  const text = JSON.stringify(index)
  const hash = createHash('sha256').update(text).digest('hex')
  writeFileSync(path(layout, 'blobs', 'sha256', hash), text)
  const top = { mediaType: INDEX, digest: `sha256:${hash}`, size: Buffer.byteLength(text) }
  writeFileSync(path(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }))
  return top.digest
}

function described(part: string) {
  const { manifests } = readJson<{ manifests: Descriptor[] }>(path(part, 'index.json'))
  const [descriptor] = manifests
  if (!descriptor || manifests.length > 1)
    throw new Error(`${part} has ${manifests.length} manifests, one was expected`)
  const blob = <Content>({ digest }: Descriptor) => readJson<Content>(path(part, 'blobs', ...digest.split(':')))
  const { config, annotations } = blob<{ config: Descriptor; annotations?: Record<string, string> }>(descriptor)
  const { os, architecture, variant } = blob<{ os: string; architecture: string; variant?: string }>(config)
  return { descriptor, annotations, platform: { os, architecture, variant } }
}

const readJson = <Content>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as Content
