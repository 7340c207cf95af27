import { describe, expect, it } from 'vitest'
import { read } from '../../../../test/repository/tools.js'
import { checkExceptions } from '../../../src/scan/exceptions.js'

const TODAY = '2026-11-22'
const whole = { id: 'GHSA-1', package: 'lodash', reason: 'not reached', expires: '2026-12-31' }
const document = (...exceptions: unknown[]) => ({ exceptions })

describe('the exceptions', () => {
  it('are read as they are written', () => {
    const exceptions = [
      { ...whole, expires: TODAY, justification: 'vulnerable_code_not_in_execute_path' },
      { ...whole, id: 'CVE-2099-0001' },
    ]
    expect(checkExceptions({ exceptions }, TODAY)).toEqual(exceptions)
  })

  it('may be none, as in this repository', () => {
    expect(checkExceptions(JSON.parse(read('ci/vulnerability-exceptions.json')), TODAY)).toEqual([])
  })

  it.each([
    [
      'that expired yesterday',
      document({ ...whole, expires: '2026-11-21' }),
      /exception 1 \(GHSA-1\) expired on 2026-11-21/,
    ],
    ['with no reason', document({ ...whole, reason: ' ' }), /exception 1 \(GHSA-1\) has no reason/],
    ['with no expiry', document({ ...whole, expires: undefined }), /has no expires/],
    ['with a misspelt key', document({ ...whole, pakage: 'lodash' }), /has the unknown key "pakage": use id, package/],
    [
      'with no such date',
      document({ ...whole, expires: '2026-02-30' }),
      /expires on "2026-02-30", which is not a date: use YYYY-MM-DD/,
    ],
    ['with a time for a date', document({ ...whole, expires: '2026-12-31T00:00' }), /which is not a date/],
    [
      'with a justification of its own',
      document({ ...whole, justification: 'trust me' }),
      /unknown justification "trust me"/,
    ],
    ['that is text', document('GHSA-1'), /exception 1 is not an object/],
    ['under another name', { exception: [] }, /the list "exceptions" is missing: .*\n- unknown key "exception"/],
    ['in no list', {}, /write \{"exceptions": \[\]\} for none/],
    ['in a list alone', [whole], /the list "exceptions" is missing/],
  ])('are refused for one %s', (_, content, message) => {
    expect(() => checkExceptions(content, TODAY)).toThrow(message)
  })

  it('are refused with all that is wrong at once', () => {
    expect(() => checkExceptions(document({ id: 'GHSA-1' }, { ...whole, expires: 'soon' }), TODAY)).toThrow(
      /GHSA-1\) has no package\n- .*has no reason\n- .*has no expires\n- exception 2 \(GHSA-1\) expires on "soon"/,
    )
  })
})
