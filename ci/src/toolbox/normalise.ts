// Runs in the toolbox's container, by Node alone: it imports nothing but Node's own.
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

/** What an OCI layout holds. */
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

/** What the container runs: both are OCI layouts, the first is changed in place and described in a file. */
export function main(layout: string, base: string, seconds: string, to: string): void {
  writeFileSync(to, JSON.stringify(normalise(layout, base, Number(seconds))))
}

/**
 * Sets every time that a build leaves in an image to one: of files in the layers above the base, of its configuration and
 * history. What two builds of the same files made is the same image then. Below them are the base's own layers, so that registries
 * and nodes go on sharing them. A restarted engine has forgotten what made a layer, and gives an image's lower layers other bytes
 * than it gives the base's (created_by is "rehydrated persisted snapshot" then), so that neither is taken from the image.
 * @param layout folder of an OCI layout with one manifest, changed in place
 * @param base the same of the image that it was built on
 * @param seconds the time since 1970
 * @throws if the image has no layers above the base's
 */
export function normalise(layout: string, base: string, seconds: number): Contents {
  const [below, image] = [read(base), read(layout)]
  const shared = below.manifest.layers
  if (image.manifest.layers.length <= shared.length) throw new Error('the image has no layers above those of its base')
  for (const { digest } of shared) copyFileSync(blob(base, digest), blob(layout, digest))
  const layers = [
    ...shared.map((layer, at) => ({ ...layer, diffId: below.config.rootfs.diff_ids[at] ?? '', base: true })),
    ...image.manifest.layers
      .slice(shared.length)
      .map((layer) => ({ ...rewritten(layout, layer, seconds), base: false })),
  ]
  const created = new Date(seconds * 1000).toISOString()
  const config = {
    ...image.config,
    created,
    history: layers.map(({ base }) => ({ created, created_by: base ? 'the base image' : COMMAND })),
    rootfs: { ...image.config.rootfs, diff_ids: layers.map(({ diffId }) => diffId) },
  }
  const manifest = {
    ...image.manifest,
    config: { ...image.manifest.config, ...write(layout, JSON.stringify(config)) },
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  }
  const top = { mediaType: 'application/vnd.oci.image.manifest.v1+json', ...write(layout, JSON.stringify(manifest)) }
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }))
  return {
    platform: [config.os, config.architecture, config.variant].filter(Boolean).join('/'),
    digest: top.digest,
    size: sum(layers),
    added: sum(layers.filter((layer) => !layer.base)),
    layers: layers.map(({ digest, size, base }) => ({ digest, size, base })),
  }
}

const sum = (layers: { size: number }[]) => layers.reduce((bytes, { size }) => bytes + size, 0)

function read(layout: string): { manifest: Manifest; config: Config } {
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] }
  if (manifests.length !== 1 || !manifests[0])
    throw new Error(`the image has ${manifests.length} manifests, one was expected`)
  const manifest = JSON.parse(readFileSync(blob(layout, manifests[0].digest), 'utf8')) as Manifest
  return { manifest, config: JSON.parse(readFileSync(blob(layout, manifest.config.digest), 'utf8')) as Config }
}

function rewritten(layout: string, layer: Descriptor, seconds: number): Descriptor & { diffId: string } {
  const bytes = readFileSync(blob(layout, layer.digest))
  const tar = bytes.readUInt16BE(0) === 0x1f8b ? gunzipSync(bytes) : bytes
  if (tar.toString('latin1', 257, 262) !== 'ustar') throw new Error(`layer ${layer.digest} is no tar, gzipped or plain`)
  withTimes(tar, seconds)
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  return { mediaType, ...write(layout, gzipSync(tar, { level: 9 })), diffId: digestOf(tar) }
}

/** Writes the time into every header of a tar: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function withTimes(tar: Buffer, seconds: number): void {
  const octal = `${seconds.toString(8).padStart(MTIME.length - 1, '0')}\0`
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK)
    const size = sizeIn(header)
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

function sizeIn(header: Buffer): number {
  if ((header[124] ?? 0) & 0x80) return Number(header.readBigUInt64BE(128))
  return Number.parseInt(header.toString('latin1', 124, 136).replaceAll('\0', '').trim() || '0', 8)
}

function write(layout: string, content: Buffer | string): { digest: string; size: number } {
  const bytes = Buffer.from(content)
  const digest = digestOf(bytes)
  mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true })
  writeFileSync(blob(layout, digest), bytes)
  return { digest, size: bytes.length }
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const blob = (layout: string, digest: string) => join(layout, 'blobs', ...digest.split(':'))
