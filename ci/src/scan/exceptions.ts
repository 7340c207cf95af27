import type { File } from '@dagger.io/dagger'
import { parseJson } from '../lib/parse-json.js'
import { utcDay } from '../lib/utc-day.js'

/**
 * The reasons why a vulnerability of a package does not affect an image.
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications
 */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

/** A known vulnerability that does not fail the scan. */
export interface Exception {
  /** The id that the scanner reports, or one of its aliases. */
  id: string
  /** The package's name. */
  package: string
  reason: string
  /** The last day on which the exception is valid, in UTC: `2027-01-31`. */
  expires: string
  justification?: (typeof JUSTIFICATIONS)[number]
}

const REQUIRED = ['id', 'package', 'reason', 'expires'] as const
const KEYS: readonly string[] = [...REQUIRED, 'justification']

/**
 * Reads the exceptions that are valid today.
 * @throws if the file is not valid JSON, and as `checkExceptions` does
 */
export async function readExceptions(file: File): Promise<Exception[]> {
  const [name, text] = await Promise.all([file.name(), file.contents()])
  return checkExceptions(parseJson(name, text), utcDay(new Date()))
}

/**
 * Checks the exceptions of a file.
 *
 * @param document the content of the file: `{ exceptions: [...] }`
 * @param today in UTC: `2026-11-22`
 * @throws with all problems: missing or misspelt keys, invalid dates, expired exceptions
 */
export function checkExceptions(document: unknown, today: string): Exception[] {
  const { exceptions, ...others } = isObject(document) ? document : { exceptions: undefined }
  const entries: unknown[] = Array.isArray(exceptions) ? exceptions : []
  const problems = [
    ...(Array.isArray(exceptions) ? [] : ['the list "exceptions" is missing: write {"exceptions": []} for none']),
    ...Object.keys(others).map((key) => `unknown key "${key}": use exceptions`),
    ...entries.flatMap((entry, index) =>
      problemsOf(entry, today).map((problem) => `${nameOf(entry, index)} ${problem}`),
    ),
  ]
  if (problems.length === 0) return entries as Exception[]
  throw new Error(
    `The vulnerability exceptions are not valid:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
  )
}

function problemsOf(entry: unknown, today: string): string[] {
  if (!isObject(entry)) return ['is not an object: use the keys id, package, reason and expires']
  const { expires, justification } = entry
  return [
    ...Object.keys(entry)
      .filter((key) => !KEYS.includes(key))
      .map((key) => `has the unknown key "${key}": use ${KEYS.join(', ')}`),
    ...REQUIRED.filter((key) => typeof entry[key] !== 'string' || !entry[key].trim()).map((key) => `has no ${key}`),
    ...(typeof expires === 'string' && expires ? expiryProblems(expires, today) : []),
    ...(justification === undefined || JUSTIFICATIONS.some((known) => known === justification)
      ? []
      : [`has the unknown justification "${justification}": use ${JUSTIFICATIONS.join(', ')}`]),
  ]
}

function expiryProblems(expires: string, today: string): string[] {
  if (!isDate(expires)) return [`expires on "${expires}", which is not a date: use YYYY-MM-DD`]
  return expires < today ? [`expired on ${expires}: fix the package, or set a new expiry date`] : []
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text) && text.length === 10
}

const nameOf = (entry: unknown, index: number) =>
  `exception ${index + 1}${isObject(entry) && typeof entry['id'] === 'string' ? ` (${entry['id']})` : ''}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
