// Makes .next/standalone the whole service: one folder to start or to copy, with the same bytes whenever the sources are the same.
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
  // The mount point of the writable cache: the root file system is read-only where this runs.
  mkdirSync(join(next, 'cache'))
}

function dropSourceMaps() {
  for (const file of readdirSync(next, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.map')) rmSync(join(next, file))
  }
}

/** Next writes for the group too, whatever the umask. Only the owner of an image's files may. */
function removeGroupWriteAccess() {
  for (const file of readdirSync(service, { recursive: true, encoding: 'utf8' })) {
    const path = join(service, file)
    chmodSync(path, statSync(path).mode & ~0o022)
  }
}

/**
 * A scanner knows a package by its package.json, and those of bundled packages are gone. So each package that is installed
 * for production, and that Next did not copy whole, leaves its name and version.
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
 * Next makes up keys for draft mode and Server Actions at each build. Whoever pulls the image can read them, so they protect
 * nothing, but they make two builds of one source differ. Ours follow from the build id, a hash of the sources. Before Server
 * Actions are used, a secret NEXT_SERVER_ACTIONS_ENCRYPTION_KEY has to be set at run time; draft mode must stay unused.
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
    if (fixed === text) throw new Error(`${file} holds no key: this version of Next keeps them elsewhere`)
    writeFileSync(join(next, file), fixed)
  }
}

copyStaticFiles()
dropSourceMaps()
replaceGeneratedKeys()
writePackageManifests()
removeGroupWriteAccess()
// Last, because its presence tells the tests that the folder is complete.
renameSync(join(service, 'server.js'), join(service, 'next-server.js'))
writeFileSync(join(service, 'server.js'), readFileSync(join(root, 'scripts', 'server.js')))
