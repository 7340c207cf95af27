import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { normalise, setTimes } from '../../src/toolbox/normalise.js'

const SECONDS = 1_700_000_000
const DATE = '2023-11-14T22:13:20.000Z'

/** A tar of one folder with one file, both of that time. */
function tarOf(text: string, time: number, format = 'ustar'): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-tar-'))
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'app', 'file'), text)
  for (const path of ['app/file', 'app']) utimesSync(join(folder, path), time, time)
  return execFileSync('tar', [`--format=${format}`, '--owner=0', '--group=0', '-C', folder, '-cf', '-', 'app'])
}

/** An OCI layout of layers, as an engine of that moment would write it. */
function layout(layers: Buffer[], created: string, by = 'a step'): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-layout-'))
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true })
  const blob = (bytes: Buffer, mediaType: string) => {
    const hash = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(folder, 'blobs', 'sha256', hash), bytes)
    return { mediaType, digest: `sha256:${hash}`, size: bytes.length }
  }
  const json = (value: unknown, mediaType: string) => blob(Buffer.from(JSON.stringify(value)), mediaType)
  const history = layers.map(() => ({ created, created_by: by }))
  const config = json({ created, history, rootfs: { diff_ids: layers.map(() => 'sha256:0') } }, 'config')
  const manifest = json(
    { schemaVersion: 2, config, layers: layers.map((tar) => blob(gzipSync(tar), 'layer')) },
    'manifest',
  )
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ manifests: [manifest] }))
  return folder
}

const base = tarOf('base', 1)
const blobOf = (folder: string, digest = '') => readFileSync(join(folder, 'blobs', ...digest.split(':')))

describe('an image with one time', () => {
  it('is the same digest whenever it was built', () => {
    const [morning, evening] = ['2026-01-01T06:00:00Z', '2026-01-01T18:00:00Z'].map((created, index) =>
      normalise(layout([base, tarOf('app', index)], created), layout([base], created), SECONDS),
    )
    expect(morning).toEqual(evening)
  })

  it('is another digest if a file is another', () => {
    const [one, two] = ['one', 'two'].map((text) =>
      normalise(layout([base, tarOf(text, 1)], DATE), layout([base], DATE), SECONDS),
    )
    expect(one?.digest).not.toBe(two?.digest)
  })

  it('has its time in files, configuration and history, and the layers of its base as they were', () => {
    const folder = layout([base, tarOf('app', 1)], '2026-01-01T06:00:00Z')
    const { digest, layers, size, added } = normalise(folder, layout([base], DATE), SECONDS)
    const manifest = JSON.parse(blobOf(folder, digest).toString())
    const config = JSON.parse(blobOf(folder, manifest.config.digest).toString())
    expect([config.created, ...config.history.map(({ created }: { created: string }) => created)]).toEqual([
      DATE,
      DATE,
      DATE,
    ])
    expect(layers.map((layer) => layer.base)).toEqual([true, false])
    expect(gunzipSync(blobOf(folder, layers[0]?.digest))).toEqual(base)
    const ours = gunzipSync(blobOf(folder, layers[1]?.digest))
    expect(config.rootfs.diff_ids[1]).toBe(`sha256:${createHash('sha256').update(ours).digest('hex')}`)
    const list = execFileSync('tar', ['--utc', '--full-time', '-tvf', '-'], { input: ours, encoding: 'utf8' })
    expect(list.match(/2023-11-14 22:13:20/g)).toHaveLength(2)
    expect([size, added]).toEqual([(layers[0]?.size ?? 0) + (layers[1]?.size ?? 0), layers[1]?.size])
  })

  it('is the same after a restart of the engine, which changes lower layers and forgets what made them', () => {
    const below = layout([base], DATE)
    const before = layout([base, tarOf('app', 1)], DATE)
    const after = layout([tarOf('base', 2), tarOf('app', 1)], DATE, 'rehydrated persisted snapshot')
    expect(normalise(after, below, SECONDS)).toEqual(normalise(before, below, SECONDS))
  })

  it('is an error if nothing is above the base', () => {
    expect(() => normalise(layout([base], DATE), layout([base], DATE), SECONDS)).toThrow('no layers above')
  })

  it('is an error where times are in headers that are not rewritten', () => {
    expect(() => setTimes(tarOf('app', 1.5, 'pax'), SECONDS)).toThrow('times in extended headers')
  })
})
