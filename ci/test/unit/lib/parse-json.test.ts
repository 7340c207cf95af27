import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src/lib/parse-json.js'

describe('a JSON file', () => {
  it('is parsed', () => {
    expect(parseJson('a.json', '{"exceptions": []}')).toEqual({ exceptions: [] })
  })

  it.each([
    ['YAML', '# none\nexceptions: []\n', /^a\.json is not valid JSON \(line 1, column 1\): Unexpected token '#'$/],
    ['a value without quotes', '{\n  "id": lodash\n}', /\(line 2, column 9\): Unexpected token 'l'$/],
    [
      'a comment',
      '{\n  "exceptions": [],\n  // none\n}',
      /\(line 3, column 3\): Expected double-quoted property name$/,
    ],
    ['a trailing comma', '{\n  "id": "a",\n}', /\(line 3, column 1\): Expected double-quoted property name$/],
    ['a line break in a text', '{"reason": "not\nreached"}', /\(line 1, column 16\): Bad control character in string/],
    ['text after its end', '{}\n}', /\(line 2, column 1\): Unexpected non-whitespace character after JSON$/],
    ['no end', '{\n "exceptions": [', /\(line 2, column 17\): Unexpected end of JSON input$/],
    ['no content', '', /\(line 1, column 1\): Unexpected end of JSON input$/],
  ])('with %s is an error at its position, in one line', (_, text, message) => {
    expect(() => parseJson('a.json', text)).toThrow(message)
    expect(() => parseJson('a.json', text)).not.toThrow(/\n/)
  })
})
