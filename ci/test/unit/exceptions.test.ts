import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { read } from '../../../test/repository/tools.js'
import { checkExceptions } from '../../src/scan/exceptions.js'

const TODAY = '2026-11-22'
const whole = { id: 'GHSA-1', package: 'lodash', reason: 'not reached', expires: '2026-12-31' }
const file = (...entries: object[]) => JSON.stringify({ exceptions: entries })

describe('the exceptions', () => {
  it('are read as they are written', () => {
    const text = `exceptions:
  - id: CVE-2099-0001
    package: lodash
    reason: not reached
    expires: 2026-11-22
    justification: vulnerable_code_not_in_execute_path`
    expect(checkExceptions(parse(text), TODAY)).toEqual([
      {
        id: 'CVE-2099-0001',
        package: 'lodash',
        reason: 'not reached',
        expires: '2026-11-22',
        justification: 'vulnerable_code_not_in_execute_path',
      },
    ])
  })

  it('may be none, as in this repository', () => {
    expect(checkExceptions(parse(read('ci/vulnerability-exceptions.yaml')), TODAY)).toEqual([])
  })

  it.each([
    [
      'that expired yesterday',
      file({ ...whole, expires: '2026-11-21' }),
      /exception 1 \(GHSA-1\) expired on 2026-11-21/,
    ],
    ['with no reason', file({ ...whole, reason: ' ' }), /exception 1 \(GHSA-1\) has no reason/],
    ['with no expiry', file({ ...whole, expires: undefined }), /has no expires/],
    ['with a misspelt key', file({ ...whole, pakage: 'lodash' }), /has the unknown key "pakage": use id, package/],
    ['with no such date', file({ ...whole, expires: '2026-02-30' }), /expires on "2026-02-30", which is no date/],
    ['with a time for a date', file({ ...whole, expires: '2026-12-31T00:00' }), /which is no date/],
    [
      'with a justification of its own',
      file({ ...whole, justification: 'trust me' }),
      /unknown justification "trust me"/,
    ],
    ['that is text', 'exceptions: [GHSA-1]', /exception 1 is no mapping/],
    ['under another name', 'exception: []', /there is no list of exceptions: .*\n- unknown key "exception"/],
    ['in an empty file', '', /write "exceptions: \[\]" for none/],
  ])('are refused for one %s', (_, text, message) => {
    expect(() => checkExceptions(parse(text), TODAY)).toThrow(message)
  })

  it('are refused with all that is wrong at once', () => {
    expect(() => checkExceptions(parse(file({ id: 'GHSA-1' }, { ...whole, expires: 'soon' })), TODAY)).toThrow(
      /GHSA-1\) has no package\n- .*has no reason\n- .*has no expires\n- exception 2 \(GHSA-1\) expires on "soon"/,
    )
  })
})
