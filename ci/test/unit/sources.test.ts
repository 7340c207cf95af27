import { describe, expect, it } from 'vitest'
import * as sources from '../../src/project/sources.js'

describe('the files that a function gets', () => {
  it.each(Object.entries(sources))(
    '%s names folders without a wildcard, so that no other is searched',
    (_, patterns) => {
      const taken = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
      expect(taken.map((pattern) => pattern.replace(/\/\*\*$/, '')).filter((path) => /[*?[]/.test(path))).toEqual([])
    },
  )
})
