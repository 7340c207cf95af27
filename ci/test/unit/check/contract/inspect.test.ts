import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Inspected } from '../../../../src/check/contract/inspected.js'

const script = fileURLToPath(new URL('../../../../src/check/contract/inspect.mjs', import.meta.url))
/** Longer than the header of a tarball has room for. */
const longName = `app/${'folder/'.repeat(20)}file.js`
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'todo-inspect-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

type Files = Record<string, { content?: string; mode?: number }>

const BASE: Files[] = [
  { 'usr/bin/su': { content: 'su', mode: 0o4755 }, 'usr/bin/npm': { mode: 0o755 }, 'opt/yarn/bin/yarn': {} },
]
const OWN: Files[] = [
  { 'usr/bin/.wh.npm': {}, 'opt/.wh.yarn': {}, 'usr/bin/su': { content: 'su', mode: 0o755 } },
  { 'app/secret': { content: 'hunter2' }, 'app/old/one.js': {}, [longName]: { content: 'long' } },
  { 'app/.wh.secret': {}, 'app/old/.wh..wh..opq': {}, 'app/old/two.js': { content: 'two' } },
]

/** A layer whose file has capabilities. */
const CAPABLE: Files = { 'app/tool': {} }

it('sees an image as one who runs it, and what its layers hide', async () => {
  const { files, shadowedFiles } = await inspected(OWN)
  const found = files.filter(({ type }) => type === 'file')
  expect(found.map(({ path }) => path).sort()).toEqual([`/${longName}`, '/app/old/two.js', '/usr/bin/su'].sort())
  expect(found.find(({ path }) => path === '/usr/bin/su')).toMatchObject({ added: true, stripped: true, mode: 0o755 })
  expect(shadowedFiles.sort()).toEqual(['/app/old/one.js', '/app/secret'])
})

it('measures each layer above the base, and names its command', async () => {
  const { layers, history } = await inspected(OWN)
  expect(layers.map(({ command, bytes }) => [command, bytes])).toEqual([
    ['step 0', 2],
    ['step 1', 11],
    ['step 2', 3],
  ])
  expect(history).toEqual(['step 0', 'step 1', 'step 2'])
})

it('shows what the image inherits: programs and setuid files', async () => {
  const { files } = await inspected([{ 'app/server.js': {} }])
  expect(files.filter(({ added }) => !added).map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/usr/bin/su', '/usr/bin/npm', '/opt/yarn/bin/yarn']),
  )
})

it('shows files with capabilities', async () => {
  const { files } = await inspected([{ 'app/one.js': {} }, CAPABLE])
  const found = files.filter(({ type, capable }) => type === 'file' && capable)
  expect(found.map(({ path }) => path)).toEqual(['/app/tool'])
})

it('refuses an image with nothing above its base', async () => {
  const [base, image] = [await tarball('base', BASE), await tarball('image', BASE)]
  const { exitCode, stderr } = await execa('node', [script, image, base, join(folder, 'out')], { reject: false })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('the image has no layers above those of its base')
})

async function inspected(own: Files[]): Promise<Inspected> {
  const [base, image] = [await tarball('base', BASE), await tarball('image', [...BASE, ...own])]
  const out = join(folder, 'out.json')
  await execa('node', [script, image, base, out])
  return JSON.parse(readFileSync(out, 'utf8'))
}

/** An image's tarball as `docker save` writes it, its layers packed with gzip and without in turn. */
async function tarball(name: string, layers: Files[]): Promise<string> {
  const content = join(folder, name)
  mkdirSync(content)
  for (const [index, files] of layers.entries()) {
    const packed = await layer(files, files === CAPABLE)
    writeFileSync(join(content, `${index}.tar`), index % 2 ? gzipSync(packed) : packed)
  }
  const history = layers.map((_, index) => ({
    created_by: index < BASE.length ? 'base' : `step ${index - BASE.length}`,
  }))
  // Of the base's layers too: an engine that was restarted writes them anew.
  const rootfs = { diff_ids: layers.map((_, index) => `${name} ${index}`) }
  writeFileSync(join(content, 'config.json'), JSON.stringify({ config: {}, history, rootfs }))
  const Layers = layers.map((_, index) => `${index}.tar`)
  writeFileSync(join(content, 'manifest.json'), JSON.stringify([{ Config: 'config.json', Layers }]))
  await execa('tar', ['-cf', `${content}.tar`, '-C', content, '.'])
  return `${content}.tar`
}

async function layer(files: Files, capable: boolean): Promise<Buffer> {
  const root = mkdtempSync(join(folder, 'layer-'))
  for (const [path, { content = '', mode = 0o644 }] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    chmodSync(join(root, path), mode)
  }
  await execa('tar', ['-cf', `${root}.tar`, '-C', root, ...(capable ? Object.keys(files) : ['.'])])
  const packed = readFileSync(`${root}.tar`)
  return capable ? Buffer.concat([PAX_CAPABILITY, packed]) : packed
}

/**
 * The header that gives the next entry of an archive a capability, written by hand: busybox's tar knows no attributes.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
const PAX_CAPABILITY = paxHeader('38 SCHILY.xattr.security.capability=x\n')

function paxHeader(records: string): Buffer {
  const header = Buffer.alloc(1_024)
  header.write('PaxHeaders/file', 0)
  header.write(records.length.toString(8).padStart(11, '0'), 124)
  header.write('x', 156)
  header.write('ustar\0' + '00', 257)
  header.write(records, 512)
  return header
}
