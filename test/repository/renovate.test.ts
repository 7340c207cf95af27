import { describe, expect, it } from 'vitest'
import { type Config, managersOf, unread } from './renovate/managers.js'
import { VERSIONS_FILE, versionsIn } from './renovate/versions.js'
import { projectFiles, read } from './tools.js'

const config: Config = JSON.parse(read('renovate.json'))
const files = await projectFiles()
const texts = new Map(files.map((file) => [file, read(file)]))
const WORKFLOW = '.github/workflows/ci.yml'
const PINS = 'ci/image-pins.json'
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`

/** The versions that no manager reads, as `FILE:LINE TEXT`. */
const unreadVersions = (file: string, text: string, managers = managersOf(config)) =>
  unread(versionsIn(file, text), text, managers).map((found) => `${file}:${found.line} ${found.text}`)

describe('Renovate', () => {
  it('reads every version: one that is listed here needs a rule in renovate.json, or a reason in renovate/versions.ts', () => {
    expect([...texts].flatMap(([file, text]) => unreadVersions(file, text))).toEqual([])
  })

  it.each([
    VERSIONS_FILE,
    'ci/test/registry-image.ts',
    'dagger.json',
    'docker-compose.yml',
    'deploy/kubernetes/base/postgres.yaml',
    WORKFLOW,
    '.ci/run',
    'README.md',
    ...files.filter((file) => /(^|\/)(package\.json|Dockerfile|action\.yml)$/.test(file)),
  ])('has versions to read in %s', (file) => {
    expect(versionsIn(file, read(file))).not.toEqual([])
  })

  it('reads a pin together with its image', () => {
    const text = `{\n  "node:24-alpine": "${DIGEST}",\n  "gcr.io/go-containerregistry/crane:v0.22.1": "${DIGEST}"\n}\n`
    expect(versionsIn(PINS, text)).toHaveLength(5)
    expect(unreadVersions(PINS, text)).toEqual([])
  })

  it('reads the folders of tests, which its preset leaves out', () => {
    expect(config.ignorePaths).toEqual(['**/node_modules/**'])
  })

  it('understands the regular expressions: RE2 has no lookaround and no backreferences', () => {
    const forms = config.customManagers.flatMap(({ matchStrings }) => matchStrings)
    expect(forms.filter((form) => /\(\?<?[=!]|\\[1-9]|\\k/.test(form))).toEqual([])
  })

  it.each(config.customManagers)('needs the rule "$description"', (manager) => {
    const fewer = managersOf({ ...config, customManagers: config.customManagers.filter((one) => one !== manager) })
    const pinned = new Map(texts).set(PINS, `{\n  "node:24-alpine": "${DIGEST}"\n}\n`)
    expect([...pinned].flatMap(([file, text]) => unreadVersions(file, text, fewer))).not.toEqual([])
  })
})

/** The text with the first match replaced. @throws if there is none */
function changed(text: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(text)) throw new Error(`${pattern} matches nothing`)
  return text.replace(pattern, replacement)
}

describe('a version that no manager reads is named:', () => {
  it.each<[string, file: string, pattern: RegExp, replacement: string, found: RegExp]>([
    ['a constant of another name', VERSIONS_FILE, /CRANE_IMAGE/, 'CRANE', / '\S+\/crane:v[\d.]+'$/],
    ['double quotes', VERSIONS_FILE, /(POSTGRES_IMAGE = )'(.+)'/, '$1"$2"', / "postgres:.+"$/],
    ['a template', VERSIONS_FILE, /(POSTGRES_IMAGE = )'(.+)'/, '$1`$2`', / `postgres:.+`$/],
    ['a type', VERSIONS_FILE, /SYFT_IMAGE =/, 'SYFT_IMAGE: string =', / 'anchore\/syft:.+'$/],
    ['no tag', VERSIONS_FILE, /'postgres:.+'/, "'postgres'", / 'postgres'$/],
    ['a digest alone', VERSIONS_FILE, /'postgres:.+'/, `'postgres@${DIGEST}'`, / sha256:\w+$/],
    ['a digest too short', VERSIONS_FILE, /('postgres:.+)'/, "$1@sha256:0'", / 'postgres:.+@sha256:0'$/],
    ['an image elsewhere', 'ci/src/project/stack.ts', /\n/, "\nconst CACHE = 'redis:8-alpine'\n", / redis:8-alpine$/],
    ['Dagger in code', 'ci/src/release/attestations.ts', /(dagger\/dagger)'/, "$1/tree/v0.21.8'", / v[\d.]+$/],
    ['a package in a Dockerfile', 'services/backend/Dockerfile', /npm ci$/m, 'npm i tsx@4.2.1', / 4\.2\.1$/],
    ['an input of an unknown action', WORKFLOW, /name: reports,/, 'version: 1.22.3,', / 1\.22\.3$/],
    ['an action without its version', WORKFLOW, /(checkout@\w+) # v[\d.]+/, '$1', / [0-9a-f]{40}$/],
    ['an engine without v', 'dagger.json', /"v([\d.]+)"/, '"$1"', / [\d.]+$/],
    ['a download', '.ci/run', /npm ci/, 'curl https://example.com/tool-3.2.4.tar.gz', / 3\.2\.4$/],
    ['a range of PyPI', '.ci/run', /==([\d.]+)/, '>=$1', / [\d.]+$/],
    ['another sentence', 'README.md', /Dagger CLI ([\d.]+)/, 'Dagger $1', / [\d.]+$/],
    ['an override of npm', 'package.json', /"license"/, '"overrides": { "ws": "8.1.2" },\n"license"', / 8\.1\.2$/],
  ])('%s', (_, file, pattern, replacement, found) => {
    const messages = unreadVersions(file, changed(read(file), pattern, replacement))
    expect(messages.filter((message) => found.test(message))).not.toEqual([])
    for (const message of messages) expect(message).toMatch(new RegExp(`^${file}:\\d+ `))
  })

  it.each([
    ['a pin that is an object', PINS, `{ "node:24-alpine": { "digest": "${DIGEST}" } }`, [DIGEST, 'node:24-alpine']],
    ['a pin with another hash', PINS, `{ "node:24-alpine": "sha512:${'0'.repeat(128)}" }`, ['node:24-alpine']],
    ['a manifest in another folder', 'deploy/nomad/cache.yaml', '  image: redis:8-alpine\n', ['redis:8-alpine']],
    ['an image in a script', 'deploy/start.sh', "docker run 'redis:8-alpine'\n", ['redis:8-alpine']],
  ])('%s', (_, file, text, found) => {
    expect(unreadVersions(file, text)).toEqual(expect.arrayContaining(found.map((rest) => `${file}:1 ${rest}`)))
  })
})
