import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  explainLostPin,
  explainsLostPins,
  formatPins,
  IMAGES,
  type Pins,
  parsePins,
  pinned,
} from '../../../src/project/image-pins.js'
import { NODE_IMAGE, POSTGRES_IMAGE, TOOLBOX_IMAGE } from '../../../src/project/versions.js'

const digest = (digit: string) => `sha256:${digit.repeat(64)}`
const BASE = 'node:24-alpine'
const TOOL = 'host.example/team/tool:v1.2.3'
const IMAGES_OF_TEST = [BASE, TOOL]
const WHOLE = { [BASE]: digest('a'), [TOOL]: digest('b') }
const COMMAND = 'dagger call image-pins export --path=ci/image-pins.json'

const parsed = (pins: unknown) => parsePins(JSON.stringify(pins), IMAGES_OF_TEST)

describe('pins', () => {
  it('give a reference its digest', () => {
    const pins = parsed(WHOLE)
    expect(pinned(BASE, pins)).toBe(`${BASE}@${digest('a')}`)
    expect(pinned(TOOL, pins)).toBe(`${TOOL}@${digest('b')}`)
  })

  it.each(['node:20-alpine', `${BASE}@${digest('c')}`, 'constructor'])('leave %s as it is', (reference) => {
    expect(pinned(reference, parsed(WHOLE))).toBe(reference)
  })

  it('leave every reference as it is where nothing is pinned', () => {
    expect(pinned(BASE, parsed({}))).toBe(BASE)
  })

  it('are for every image of versions.ts', () => {
    expect(IMAGES).toEqual(expect.arrayContaining([NODE_IMAGE, TOOLBOX_IMAGE, POSTGRES_IMAGE]))
    const text = readFileSync(new URL('../../../src/project/versions.ts', import.meta.url), 'utf8')
    expect(IMAGES.toSorted()).toEqual(
      [...text.matchAll(/^export const \w+ = '([^'@]+)'$/gm)].map(([, name]) => name).sort(),
    )
  })

  it('are written sorted, a line each, and read back as they were', () => {
    const text = formatPins(new Map(Object.entries({ [TOOL]: digest('b'), [BASE]: digest('a') }).reverse()))
    expect(text).toBe(`{\n  "${TOOL}": "${digest('b')}",\n  "${BASE}": "${digest('a')}"\n}\n`)
    expect(Object.fromEntries(parsePins(text, IMAGES_OF_TEST))).toEqual(WHOLE)
  })

  it('that are committed can be used', () => {
    expect(pinned('node:20-alpine')).toBe('node:20-alpine')
  })
})

describe('a file of pins', () => {
  it.each([
    [
      'a digest that is cut short',
      { ...WHOLE, [BASE]: 'sha256:12ab' },
      `"${BASE}" has the value "sha256:12ab": use sha256: and 64`,
    ],
    [
      'a digest in upper case',
      { ...WHOLE, [BASE]: digest('A') },
      `"${BASE}" has the value "${digest('A')}": use sha256: and 64`,
    ],
    ['another kind of value', { ...WHOLE, [BASE]: null }, `"${BASE}" has the value null: use sha256: and 64`],
    [
      'a digest in a name',
      { ...WHOLE, [`${BASE}@${digest('a')}`]: digest('a') },
      `"${BASE}@${digest('a')}" has a digest in its name: use IMAGE:TAG as the name`,
    ],
    [
      'an image that nothing uses',
      { ...WHOLE, 'node:22-alpine': digest('c') },
      '"node:22-alpine" is not an image of ci/src/project/versions.ts',
    ],
    [
      'some images only',
      { [BASE]: digest('a') },
      `"${TOOL}" is missing: pin every image of ci/src/project/versions.ts, or none with {}`,
    ],
    ['a list', [BASE], 'it is not a JSON object: use {"IMAGE:TAG": "sha256:…"}'],
    ['null', null, 'it is not a JSON object'],
  ])('is refused with %s, in words that say what is right', (_, pins, problem) => {
    const message = messageOf(() => parsed(pins))
    expect(message.split('\n')).toEqual([
      "ci/image-pins.json can't be used.",
      expect.stringContaining(problem),
      `To write it from the registries: ${COMMAND}`,
    ])
  })

  it('is refused if it is not JSON', () => {
    expect(messageOf(() => parsePins('{"node:24-alpine": }', IMAGES_OF_TEST))).toContain('it is not JSON: ')
  })

  it('is refused with all that is wrong in one message', () => {
    const message = messageOf(() => parsed({ [BASE]: 'latest', 'node:22-alpine': digest('c') }))
    expect(message).toContain(`"${BASE}" has the value "latest"`)
    expect(message).toContain('"node:22-alpine" is not an image')
    expect(message).toContain(`"${TOOL}" is missing`)
  })
})

describe('a pinned digest that a registry no longer has', () => {
  const pins = (): Pins => parsed(WHOLE)
  const said = (reference: string) =>
    new Error(`failed to resolve image "${reference}" (platform: "linux/amd64"): ${reference}: not found`)

  it('is named with its image, its file and the command that pins anew', () => {
    const error = said(`docker.io/library/${BASE}@${digest('a')}`)
    expect(explainLostPin(error, pins)).toMatchObject({
      message: `ci/image-pins.json pins ${BASE} to ${digest('a')}, which its registry no longer has. To pin what the tags name today: ${COMMAND}`,
      cause: error,
    })
  })

  it.each([
    ['a digest that nobody pinned', said(`${BASE}@${digest('c')}`)],
    [
      'a registry that does not answer',
      new Error(`failed to resolve image "${BASE}@${digest('a')}": connection refused`),
    ],
    ['anything else that is not found', new Error('npm: not found')],
    ['what is not an error', 'not found'],
  ])('is not blamed for %s', (_, error) => {
    expect(explainLostPin(error, pins)).toBe(error)
  })

  it('is looked for in the errors of every method, and their results stay as they are', async () => {
    @explainsLostPins
    class Module {
      async name() {
        return 'module'
      }
      async works(greeting: string) {
        return `${greeting} ${await this.name()}`
      }
      async fails() {
        throw new Error(`${await this.name()} failed`)
      }
    }
    expect(await new Module().works('hello')).toBe('hello module')
    await expect(new Module().fails()).rejects.toThrow('module failed')
  })
})

describe('every image', () => {
  const folder = new URL('../../../src/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }))
  const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

  it('reaches the engine through the one function that knows the pins, or as an argument of the Dockerfiles', () => {
    expect(filesWith(/(?<!\b(Array|Buffer))\.from\(/)).toEqual(['project/base-container.ts'])
    expect(filesWith(/\.dockerBuild\(/)).toEqual(['check/dockerfiles.ts'])
    expect(filesWith(/NODE_IMAGE: pinned\(nodeImage\)/)).toEqual(['check/dockerfiles.ts'])
  })
})

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
