import { describe, expect, it } from 'vitest'
import { projectFiles, read } from './tools.js'

/** Phrases that readers have to read twice, each with a better one. */
const PHRASES: [phrase: string, better: string][] = [
  ['say so where it is missing', 'are skipped with a message'],
  ['what it is told', 'simple commands'],
  ['what computes and builds', 'builds and unit tests'],
  ['what asks running services', 'the tests that need running services'],
  ['with a reason and an end', 'with a reason and an expiry date'],
  ['does all but', 'does everything except'],
  ['whole, signed, made of', 'intact, signed, built from'],
  ['says the rest', 'lists every option'],
  ['ends the call with its own output', 'stops at the first failure and prints its output'],
  ['of who runs this', 'of the builder'],
  ['is no image repository', 'is not a valid image repository'],
  ['is this machine to you', 'is the engine here, not your machine'],
  ['refused to be used', 'requires a login'],
  ['to be used without a login', 'requires a login'],
  ['days old, and may be', 'days old; the limit is'],
  ['moved: it names', 'now points to X instead of Y'],
  ['what is transient', 'transient errors'],
  ['say of themselves', 'image labels and annotations'],
  ['from 400 on', 'every 4xx and 5xx response'],
  ['an empty answer is no answer', 'an empty result is an error'],
  ['have not met a cluster', 'not yet tested on a cluster'],
  ['the missed ones', 'some goals'],
  ['do not belong together', 'incorrect'],
  ['was a lot at once', 'too many requests'],
  ['what is given', 'the fields in the body'],
  ['of who signed', 'of the signer'],
  ['is to be had', 'is available'],
  ["can't be had", 'is not available'],
  ['for want of', 'without'],
  ['that is theirs alone', 'only their own'],
]

/** The text without line breaks, the marks of comments and Markdown's quotes, so that a phrase is found across lines. */
const flowing = (text: string) => text.replaceAll(/\s*\n[\s>]*(?:\*|\/\/)?\s*/g, ' ').toLowerCase()

const phrasesIn = (text: string) =>
  PHRASES.filter(([phrase]) => flowing(text).includes(phrase)).map(([phrase, better]) => `"${phrase}": ${better}`)

const pages = (await projectFiles()).filter((file) =>
  /^(README|CONTRIBUTING|CHANGELOG)\.md$|^docs\/.+\.md$|^(ci|services)\/.+\.tsx?$/.test(file),
)

describe('plain English', () => {
  it.each(pages)('is the language of %s', (file) => {
    expect(phrasesIn(read(file))).toEqual([])
  })

  it.each([
    ['on one line', '`--dry-run` does all but ask the registry.'],
    ['across lines', '`--dry-run` does\nall but ask the registry.'],
    ['in a comment', '/**\n * `--dry-run` does all\n * but ask the registry.\n */'],
    ['in capitals', '`--dry-run` Does all but ask the registry.'],
  ])('has no such phrase %s', (_, text) => {
    expect(phrasesIn(text)).toEqual(['"does all but": does everything except'])
  })
})
