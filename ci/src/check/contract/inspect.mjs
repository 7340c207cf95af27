// Reads the tarballs of an image and its base, as `docker save` and Dagger's `asTarball` write them, and writes the configuration and the
// files that the contract is about (Inspected in inspected.ts). Needs Node 22.15 or newer if a layer is compressed with zstd.
//   node inspect.mjs IMAGE.tar BASE.tar OUT.json
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import zlib from 'node:zlib'

const [image = '', base = '', out = ''] = process.argv.slice(2)

function inspect(image, base) {
  // Compares the number of layers only: a restarted engine exports an image's base layers with other bytes and another history.
  const start = base.layers.length
  if (image.layers.length <= start) throw new Error('the image has no layers above those of its base')
  const baseFiles = merge(base.layers.map(base.read))
  const own = image.layers.slice(start).map((layer) => filesOf(image.read(layer)))
  const history = image.config.history.slice(base.config.history.length)
  const commands = history.filter(({ empty_layer }) => !empty_layer).map(({ created_by = '' }) => created_by)
  const { files, shadowedFiles } = overlay(baseFiles, own)
  return {
    config: image.config.config,
    base: base.config.config,
    history: history.map(({ created_by = '' }) => created_by),
    layers: own.map((files, index) => ({ command: commands[index] ?? '', ...sizeOf(files) })),
    files: [...files.values()].filter(
      ({ added, capable, mode, path }) => added || capable || mode & 0o6022 || isProgram(path),
    ),
    shadowedFiles,
  }
}

function isProgram(path) {
  return /\/(s?bin|node_modules)\/[^/]+$/.test(path)
}

function sizeOf(files) {
  const sizes = files.map(({ path, bytes }) => ({ path, bytes })).sort((one, other) => other.bytes - one.bytes)
  return { bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0), largest: sizes.slice(0, 3) }
}

/** The visible files of the layers of a base, by path. */
function merge(tars) {
  const { files } = overlay(new Map(), tars.map(filesOf))
  for (const file of files.values()) file.added = false
  return files
}

/** The visible files of layers on top of a base, by path; `shadowedFiles` are those that a layer adds and a later one hides. */
function overlay(baseFiles, layers) {
  const files = new Map(baseFiles)
  const shadowedFiles = []
  const remove = (path) => {
    if (files.get(path)?.added) shadowedFiles.push(path)
    files.delete(path)
  }
  for (const layer of layers) {
    for (const { path } of layer) for (const removed of whitedOut(path, files)) remove(removed)
    for (const file of layer) {
      if (isWhiteout(file.path)) continue
      if (file.type !== 'directory') remove(file.path)
      files.set(file.path, { ...file, added: true, stripped: isStripped(baseFiles.get(file.path), file) })
    }
  }
  return { files, shadowedFiles }
}

/** Whether a layer changed a file of the base only by removing its setuid or setgid bit. */
function isStripped(before, { bytes, mode }) {
  return before !== undefined && before.bytes === bytes && before.mode !== mode && (before.mode & ~0o6000) === mode
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts */
const isWhiteout = (path) => /\/\.wh\.[^/]*$/.test(path)

function whitedOut(path, files) {
  if (!isWhiteout(path)) return []
  const folder = path.replace(/[^/]*$/, '')
  const name = path.slice(folder.length + '.wh.'.length)
  const below = (start) => [...files.keys()].filter((other) => other.startsWith(start))
  return name === '.wh..opq' ? below(folder) : [folder + name, ...below(`${folder}${name}/`)]
}

/** An image's tarball: its configuration, the names of its layers, and a function that reads a layer. */
function open(path) {
  const file = openSync(path, 'r')
  const entries = new Map()
  const header = Buffer.alloc(512)
  for (let at = 0; readSync(file, header, 0, 512, at) === 512 && header[0] !== 0; ) {
    const size = octal(header, 124, 12)
    entries.set(text(header, 0, 100).replace(/^\.\//, ''), { at: at + 512, size })
    at += 512 + padded(size)
  }
  const read = (name) => {
    const { at, size } = entries.get(name) ?? {}
    if (at === undefined) throw new Error(`${path} has no ${name}: it is not the tarball of an image`)
    const content = Buffer.alloc(size)
    readSync(file, content, 0, size, at)
    return decompressed(content)
  }
  process.on('exit', () => closeSync(file))
  const [{ Config, Layers }] = JSON.parse(read('manifest.json').toString())
  return { config: JSON.parse(read(Config).toString()), layers: Layers, read }
}

/** Engines store layers with zstd, gzip or without compression. */
function decompressed(content) {
  const magic = content.subarray(0, 4).toString('hex')
  if (magic === '28b52ffd') return zlib.zstdDecompressSync(content)
  return magic.startsWith('1f8b') ? zlib.gunzipSync(content) : content
}

const TYPES = { 0: 'file', '\0': 'file', 1: 'file', 2: 'link', 5: 'directory' }

/** The entries of a layer, with long names in the formats of pax and GNU. */
function filesOf(tar) {
  const files = []
  let long
  let capable = false
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512)
    if (text(header, 257, 5) !== 'ustar') throw new Error('a layer is not a tar archive, or has an unknown compression')
    const bytes = octal(header, 124, 12)
    const kind = String.fromCharCode(header[156])
    const content = tar.subarray(at + 512, at + 512 + bytes)
    if (kind === 'x') {
      long = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString())?.[1]
      capable = /(?:^|\n)\d+ SCHILY\.xattr\.security\.capability=/.test(content.toString('latin1'))
    } else if (kind === 'L') long = text(content, 0, bytes)
    else if (kind !== 'g') {
      const path = long ?? `${prefix(header)}${text(header, 0, 100)}`
      files.push({
        path: `/${path.replace(/^(\.?\/)+/, '').replace(/\/$/, '')}`,
        type: TYPES[kind] ?? 'other',
        mode: octal(header, 100, 8) & 0o7777,
        uid: octal(header, 108, 8),
        gid: octal(header, 116, 8),
        bytes: TYPES[kind] === 'file' ? bytes : 0,
        ...(capable && { capable }),
      })
      long = undefined
      capable = false
    }
    at += 512 + padded(bytes)
  }
  return files
}

function prefix(header) {
  const folder = text(header, 257, 6).startsWith('ustar') && header[262] === 0 ? text(header, 345, 155) : ''
  return folder && `${folder}/`
}

function text(buffer, at, length) {
  return buffer.toString('utf8', at, at + length).split('\0')[0] ?? ''
}

function octal(buffer, at, length) {
  return Number.parseInt(text(buffer, at, length).trim() || '0', 8)
}

function padded(size) {
  return Math.ceil(size / 512) * 512
}

writeFileSync(out, JSON.stringify(inspect(open(image), open(base))))
