import { existsSync, readFileSync } from 'node:fs'
import * as versions from './versions.js'

/** The digest of each pinned image, by the image's reference. */
export type Pins = ReadonlyMap<string, string>

const FILE = 'ci/image-pins.json'
const VERSIONS = 'ci/src/project/versions.ts'
const COMMAND = `dagger call image-pins export --path=${FILE}`
const DIGEST = /^sha256:[0-9a-f]{64}$/
/** What an engine says (v0.21.8), whether it looks for a container's image or for that of a Dockerfile. */
const NOT_FOUND = /@(sha256:[0-9a-f]{64}): not found/

/** The references that can be pinned: those of versions.ts that name no digest themselves. */
export const IMAGES: string[] = Object.entries(versions)
  .filter(([name, reference]) => name.endsWith('_IMAGE') && !reference.includes('@'))
  .map(([, reference]) => reference)

/**
 * A reference with the digest that is pinned for it: `node:24-alpine@sha256:…`. One that has no pin, or a digest of its own, is returned as
 * it is.
 * @throws if the pins can't be used
 */
export function pinned(reference: string, pins = committedPins()): string {
  const digest = pins.get(reference)
  return digest ? `${reference}@${digest}` : reference
}

/**
 * The pins that are committed. They are read where an image is needed and not before, so that a broken file stops no function that needs none,
 * such as the one that writes it anew.
 */
export function committedPins(): Pins {
  const file = new URL('../../image-pins.json', import.meta.url)
  return existsSync(file) ? parsePins(readFileSync(file, 'utf8')) : new Map()
}

/**
 * Reads pins: a JSON object such as `{ "node:24-alpine": "sha256:…" }`. `{}` pins nothing.
 * @param images every reference that has to be pinned if one is: a pipeline that is pinned in part would be believed to be pinned
 * @throws with every entry that is wrong or missing
 */
export function parsePins(text: string, images = IMAGES): Pins {
  const pins = new Map(Object.entries(parseObject(text)))
  const missing = pins.size ? images.filter((image) => !pins.has(image)) : []
  const problems = [
    ...[...pins].flatMap(([reference, digest]) => problemOf(reference, digest, images) ?? []),
    ...missing.map((image) => `"${image}" is missing: pin every image of ${VERSIONS}, or none with {}`),
  ]
  if (problems.length) throw unusable(problems)
  return pins as Map<string, string>
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value && !Array.isArray(value)) return value
  } catch (error) {
    throw unusable([`it is not JSON: ${(error as Error).message}`])
  }
  throw unusable(['it is not a JSON object: use {"IMAGE:TAG": "sha256:…"}'])
}

function problemOf(reference: string, digest: unknown, images: string[]): string | undefined {
  if (reference.includes('@')) return `"${reference}" has a digest in its name: use IMAGE:TAG as the name`
  if (!images.includes(reference)) return `"${reference}" is not an image of ${VERSIONS}: correct or remove it`
  if (typeof digest === 'string' && DIGEST.test(digest)) return undefined
  return `"${reference}" has the value ${JSON.stringify(digest)}: use sha256: and 64 hexadecimal digits in lower case`
}

const unusable = (problems: string[]) =>
  new Error([`${FILE} can't be used.`, ...problems, `To write it from the registries: ${COMMAND}`].join('\n'))

/** Pins as the file has them: sorted, so that a change of one digest is a change of one line. */
export function formatPins(pins: Pins): string {
  const sorted = [...pins].sort(([one], [other]) => (one < other ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`
}

/**
 * An error of the engine, in words that say what to do if a registry no longer has a pinned digest; any other error as it is.
 */
export function explainLostPin(error: unknown, pins = committedPins): unknown {
  const [, absent] = (error instanceof Error && NOT_FOUND.exec(error.message)) || []
  const [reference] = (absent && [...pins()].find(([, digest]) => digest === absent)) || []
  if (!reference) return error
  return new Error(
    `${FILE} pins ${reference} to ${absent}, which its registry no longer has. To pin what the tags name today: ${COMMAND}`,
    { cause: error },
  )
}

type Method = (...args: unknown[]) => Promise<unknown>
type Asynchronous<Instance> = { [Name in keyof Instance]: (...args: never[]) => Promise<unknown> }

/** A decorator for a class that has asynchronous methods alone: a lost pin is explained wherever one of them fails for it. */
export function explainsLostPins<Instance extends Asynchronous<Instance>>({
  prototype,
}: {
  prototype: Instance
}): void {
  for (const [name, { value: method }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name !== 'constructor') Object.defineProperty(prototype, name, { value: explained(method) })
  }
}

const explained = (method: Method): Method =>
  async function (this: unknown, ...args) {
    try {
      return await method.apply(this, args)
    } catch (error) {
      throw explainLostPin(error)
    }
  }
