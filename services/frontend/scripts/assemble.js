// Completes .next/standalone: one folder with the whole service, with the same bytes for the same sources.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const service = join(root, '.next', 'standalone')
const next = join(service, '.next')

function copyStaticFiles() {
  cpSync(join(root, '.next', 'static'), join(next, 'static'), { recursive: true })
  cpSync(join(root, 'public'), join(service, 'public'), { recursive: true })
  // The mount point of the writable cache, because the root file system is read-only in production.
  mkdirSync(join(next, 'cache'))
}

function dropSourceMaps() {
  for (const file of readdirSync(next, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.map')) rmSync(join(next, file))
  }
}

/** Next makes files writable for the group, whatever the umask. In an image, only the owner may write. */
function removeGroupWriteAccess() {
  for (const file of readdirSync(service, { recursive: true, encoding: 'utf8' })) {
    const path = join(service, file)
    chmodSync(path, statSync(path).mode & ~0o022)
  }
}

/**
 * Scanners recognise packages by their package.json, but bundled packages lose theirs. So this writes the name and version of
 * each production dependency that Next didn't copy as a whole.
 */
function writePackageManifests() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, { version, license, dev, optional }] of Object.entries(packages)) {
    if (path === '' || dev || optional || existsSync(join(service, path, 'package.json'))) continue
    const name = path.replace(/^.*node_modules\//, '')
    const folder = join(service, 'packages', `${name}@${version}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, license }))
  }
}

/**
 * Next generates keys for draft mode and Server Actions at each build. Everyone who pulls the image can read them, so they
 * protect nothing, but they make two builds of the same sources differ. This derives them from the build id, a hash of the
 * sources. Server Actions would need a secret NEXT_SERVER_ACTIONS_ENCRYPTION_KEY at run time; draft mode must not be used.
 */
function replaceGeneratedKeys() {
  const buildId = readFileSync(join(next, 'BUILD_ID'), 'utf8')
  const files = ['prerender-manifest.json', 'server/preview-props.json', 'server/server-reference-manifest.json']
  for (const file of [...files, 'server/server-reference-manifest.js']) {
    const text = readFileSync(join(next, file), 'utf8')
    const fixed = text.replace(/(previewMode\w+|encryptionKey)(\\?": \\?")([^"\\]+)/g, (_match, name, between, key) => {
      const hash = createHash('sha256').update(`${name} ${buildId}`)
      return `${name}${between}${name === 'encryptionKey' ? hash.digest('base64') : hash.digest('hex').slice(0, key.length)}`
    })
    if (fixed === text) throw new Error(`${file} contains no key: this version of Next stores them elsewhere`)
    writeFileSync(join(next, file), fixed)
  }
}

copyStaticFiles()
dropSourceMaps()
replaceGeneratedKeys()
writePackageManifests()
removeGroupWriteAccess()
// Last, because the tests take this file as the sign that the folder is complete.
renameSync(join(service, 'server.js'), join(service, 'next-server.js'))
writeFileSync(join(service, 'server.js'), readFileSync(join(root, 'scripts', 'server.js')))
