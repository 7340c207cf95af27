// Runs in the toolbox's container with nothing but Node: imports only from node:.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}
interface Manifest {
  config: Descriptor
  layers: Descriptor[]
  annotations?: Record<string, string>
}
interface Config {
  os: string
  architecture: string
  variant?: string
  created: string
  history: { created: string; created_by: string }[]
  rootfs: { diff_ids: string[] }
}

/** The contents of an OCI layout with one manifest. */
export interface Contents {
  /** `linux/amd64`. */
  platform: string
  /** The digest of the manifest. */
  digest: string
  /** Compressed bytes of all layers. */
  size: number
  /** Compressed bytes of the layers above the base image. */
  added: number
  layers: { digest: string; size: number; base: boolean }[]
}

/** The command that makes the layers above the base, which does not change when a file of the module moves. */
const COMMAND = 'dagger call build'
const BLOCK = 512
const MTIME = { start: 136, length: 12 }
const CHECKSUM = { start: 148, length: 8 }

/** The container's entry: changes the first OCI layout in place, and writes its contents to a file as JSON. */
export function main(layout: string, base: string, timestamp: string, contentsFile: string): void {
  writeFileSync(contentsFile, JSON.stringify(normalise(layout, base, Number(timestamp))))
}

/**
 * Sets all times in an image to one timestamp: those of the files in the layers above the base, of the configuration and of the
 * history. Two builds of the same files then are the same image. The base's layers are copied from the base itself, so that registries
 * and nodes can share them: after a restart the engine does not know which command made a layer (created_by is "rehydrated persisted
 * snapshot"), and exports an image's base layers with other bytes than those of the base.
 * @param layout folder of an OCI layout with one manifest, changed in place
 * @param base folder of the OCI layout of the base image
 * @param timestamp in seconds since 1970
 * @throws if the image has no layers above those of its base
 */
export function normalise(layout: string, base: string, timestamp: number): Contents {
  const [baseImage, image] = [readImage(base), readImage(layout)]
  const shared = baseImage.manifest.layers
  if (image.manifest.layers.length <= shared.length) throw new Error('the image has no layers above those of its base')
  for (const { digest } of shared) copyFileSync(blobPath(base, digest), blobPath(layout, digest))
  const layers = [
    ...shared.map((layer, index) => ({ ...layer, diffId: baseImage.config.rootfs.diff_ids[index] ?? '', base: true })),
    ...image.manifest.layers
      .slice(shared.length)
      .map((layer) => ({ ...rewriteLayer(layout, layer, timestamp), base: false })),
  ]
  const created = new Date(timestamp * 1000).toISOString()
  const config = {
    ...image.config,
    created,
    history: layers.map(({ base }) => ({ created, created_by: base ? 'the base image' : COMMAND })),
    rootfs: { ...image.config.rootfs, diff_ids: layers.map(({ diffId }) => diffId) },
  }
  const manifest = {
    ...image.manifest,
    config: { ...image.manifest.config, ...writeBlob(layout, JSON.stringify(config)) },
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  }
  const descriptor = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...writeBlob(layout, JSON.stringify(manifest)),
  }
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }))
  return {
    platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    digest: descriptor.digest,
    size: totalSize(layers),
    added: totalSize(layers.filter((layer) => !layer.base)),
    layers: layers.map(({ digest, size, base }) => ({ digest, size, base })),
  }
}

const totalSize = (layers: { size: number }[]) => layers.reduce((bytes, { size }) => bytes + size, 0)

function readImage(layout: string): { manifest: Manifest; config: Config } {
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] }
  if (manifests.length !== 1 || !manifests[0])
    throw new Error(`the image has ${manifests.length} manifests instead of one`)
  const manifest = JSON.parse(readFileSync(blobPath(layout, manifests[0].digest), 'utf8')) as Manifest
  return { manifest, config: JSON.parse(readFileSync(blobPath(layout, manifest.config.digest), 'utf8')) as Config }
}

function rewriteLayer(layout: string, layer: Descriptor, timestamp: number): Descriptor & { diffId: string } {
  const bytes = readFileSync(blobPath(layout, layer.digest))
  const tar = bytes.readUInt16BE(0) === 0x1f8b ? gunzipSync(bytes) : bytes
  if (tar.toString('latin1', 257, 262) !== 'ustar')
    throw new Error(`layer ${layer.digest} is neither a tar archive nor a gzipped one`)
  setTimes(tar, timestamp)
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  return { mediaType, ...writeBlob(layout, gzipSync(tar, { level: 9 })), diffId: digestOf(tar) }
}

/** Sets the modification time in every header of a tar archive, in place: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function setTimes(tar: Buffer, timestamp: number): void {
  const octal = `${timestamp.toString(8).padStart(MTIME.length - 1, '0')}\0`
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK)
    const size = entrySize(header)
    if (
      'xg'.includes(String.fromCharCode(header[156] ?? 0)) &&
      /\b[amc]time=/.test(tar.toString('latin1', at + BLOCK, at + BLOCK + size))
    )
      throw new Error('a layer has times in extended headers, which are not rewritten')
    header.write(octal, MTIME.start, 'latin1')
    header.fill(' ', CHECKSUM.start, CHECKSUM.start + CHECKSUM.length)
    const checksum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, CHECKSUM.start, 'latin1')
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

function entrySize(header: Buffer): number {
  if ((header[124] ?? 0) & 0x80) return Number(header.readBigUInt64BE(128))
  return Number.parseInt(header.toString('latin1', 124, 136).replaceAll('\0', '').trim() || '0', 8)
}

function writeBlob(layout: string, content: Buffer | string): { digest: string; size: number } {
  const bytes = Buffer.from(content)
  const digest = digestOf(bytes)
  mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true })
  writeFileSync(blobPath(layout, digest), bytes)
  return { digest, size: bytes.length }
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const blobPath = (layout: string, digest: string) => join(layout, 'blobs', ...digest.split(':'))
