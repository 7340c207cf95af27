import { describe, expect, it } from 'vitest'
import { CHECKOUT_SOURCE, GIT_CONFIG, GIT_ONLY, IMAGE_SOURCE, MANIFEST_SOURCE } from '../../../src/project/sources.js'

const SOURCES = { CHECKOUT_SOURCE, GIT_CONFIG, GIT_ONLY, IMAGE_SOURCE, MANIFEST_SOURCE }

describe('the files that a function gets', () => {
  it.each(Object.entries(SOURCES))(
    '%s names folders without a wildcard, so that no other is searched',
    (_, patterns) => {
      const taken = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
      expect(taken.map((pattern) => pattern.replace(/\/\*\*$/, '')).filter((path) => /[*?[]/.test(path))).toEqual([])
    },
  )
})
