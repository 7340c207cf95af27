import { describe, expect, it } from 'vitest'
import { imageRows } from '../../../../src/check/contract/image-rows.js'
import type { ImageConfig, ImageFile, Inspected } from '../../../../src/check/contract/inspected.js'
import { SERVICES } from '../../../../src/project/services.js'
import { file, goodImage } from './samples.js'

const broken = (image: Inspected) => imageRows(SERVICES.backend, image).filter(({ passed }) => !passed)
const names = (image: Inspected) => broken(image).map(({ name }) => name)

const configured = (changes: Partial<ImageConfig>) => {
  const image = goodImage()
  return { ...image, config: { ...image.config, ...changes } }
}
const checked = (changes: Partial<NonNullable<ImageConfig['Healthcheck']>>) => {
  const { Healthcheck } = goodImage().config
  return configured({ Healthcheck: { Test: [], ...Healthcheck, ...changes } })
}
const variables = (...lines: string[]) => configured({ Env: [...(goodImage().config.Env ?? []), ...lines] })
const labelled = (changes: Record<string, string>) =>
  configured({ Labels: { ...goodImage().config.Labels, ...changes } })
const holding = (...files: ImageFile[]) => ({ ...goodImage(), files: [...goodImage().files, ...files] })
const { port } = SERVICES.backend
const ofBase = { added: false, uid: 0, gid: 0 }

const DEPARTURES: [string, Inspected, string][] = [
  ['another user', configured({ User: '1001:1001' }), 'user'],
  ['the group left out', configured({ User: '1000' }), 'user'],
  ['root', configured({ User: '' }), 'user'],
  ['another folder', configured({ WorkingDir: '/srv' }), 'working directory'],
  ["the base's entry point", configured({ Entrypoint: ['docker-entrypoint.sh'] }), 'entry point'],
  ['another command', configured({ Cmd: ['npm', 'start'] }), 'command'],
  ['another port', configured({ ExposedPorts: { [`${port + 1}/tcp`]: {} } }), 'port'],
  ['one port more', configured({ ExposedPorts: { [`${port}/tcp`]: {}, [`${port + 1}/tcp`]: {} } }), 'port'],
  ['a check of another route', checked({ Test: ['CMD', 'true'] }), 'health check command'],
  ['another interval', checked({ Interval: 10e9 }), 'health check interval'],
  ['another time limit', checked({ Timeout: 30e9 }), 'health check timeout'],
  ['no time to start', checked({ StartPeriod: 0 }), 'health check start period'],
  ['fewer tries', checked({ Retries: 1 }), 'health check retries'],
  ['a variable of another value', variables('NODE_ENV=development'), 'variable NODE_ENV'],
  ['a variable of no use', variables('DEBUG=true'), 'variables of no use'],
  ['a missing label', labelled({ 'org.opencontainers.image.revision': '' }), 'label org.opencontainers.image.revision'],
  [
    'a label of another image',
    labelled({ 'org.opencontainers.image.title': 'x' }),
    'label org.opencontainers.image.title',
  ],
  [
    "another version than the service's",
    labelled({ 'org.opencontainers.image.version': 'v2' }),
    'label org.opencontainers.image.version',
  ],
  ['a setuid file', holding(file('/app/dist/tool', { mode: 0o4755 })), 'setuid or setgid files'],
  [
    "a setuid file of the base's",
    holding(file('/usr/bin/mount', { ...ofBase, mode: 0o4755 })),
    'setuid or setgid files',
  ],
  [
    'a file capability',
    holding(file('/usr/local/bin/node', { ...ofBase, mode: 0o755, capable: true })),
    'files with capabilities',
  ],
  ['a file for everyone', holding(file('/app/dist/data', { mode: 0o666 })), 'files that others may write'],
  ['a file for the group', holding(file('/app/dist/data', { mode: 0o664 })), 'files that others may write'],
  ["a file of root's", holding(file('/app/dist/data', { uid: 0, gid: 0 })), 'files of another owner'],
  ['a file elsewhere', holding(file('/opt/tool')), 'files outside the working directory'],
  ['a source map', holding(file('/app/dist/server.js.map')), 'source maps'],
  ['a .env file', holding(file('/app/.env.production')), '.env files'],
  ['a repository', holding(file('/app/.git/HEAD')), 'files of git'],
  ['a test', holding(file('/app/dist/todos.test.js')), 'tests'],
  ['the sources', holding(file('/app/src/server.js')), 'sources'],
  ['a lock file', holding(file('/app/package-lock.json')), 'files of the build'],
  ['a compiler', holding(file('/app/node_modules/typescript/lib/tsc.js')), 'development packages'],
  ['a key', holding(file('/app/dist/private.pem')), 'keys'],
  ['npm', holding(file('/usr/local/bin/npm', { ...ofBase, type: 'link' })), 'package managers of Node'],
  ['a C compiler', holding(file('/usr/bin/gcc', ofBase)), 'build tools'],
  ['a deleted file', { ...goodImage(), shadowedFiles: ['/app/secrets.txt'] }, 'files that a later layer hides'],
  [
    'a secret in a build argument',
    { ...goodImage(), history: ['RUN |1 NPM_TOKEN=abc npm ci'] },
    'secrets in the history',
  ],
]

describe('an image', () => {
  it('that keeps the contract breaks no row', () => {
    expect(broken(goodImage())).toEqual([])
  })

  it.each(DEPARTURES)('with %s breaks its row and no other', (_, image, row) => {
    expect(names(image)).toEqual([row])
  })

  it('without a health check breaks all of its rows', () => {
    const rows = names(configured({ Healthcheck: null }))
    expect(rows).toHaveLength(5)
    expect(rows.every((name) => name.startsWith('health check '))).toBe(true)
  })

  it.each(['JWT_SECRET=0123456789', 'NPM_TOKEN=abc', 'API=https://user:pass@host/'])(
    'with the variable %s breaks the row of secrets, and that of variables of no use',
    (line) => {
      expect(names(variables(line))).toEqual(['variables of no use', 'secrets in variables'])
    },
  )

  it('above its budget shows its largest layers and their largest files', () => {
    const image = goodImage()
    const big = { command: 'COPY node_modules', bytes: 5_000_000, largest: [{ path: '/app/big.js', bytes: 4_000_000 }] }
    const [row, ...others] = broken({ ...image, layers: [...image.layers, big] })
    expect(others).toEqual([])
    expect(row).toMatchObject({ name: 'size above the base', want: 'at most 6.0 MB', got: '8.0 MB' })
    expect(row?.detail?.split('\n').slice(0, 2)).toEqual(['    5.0 MB  COPY node_modules', '    4.0 MB    /app/big.js'])
  })
})
