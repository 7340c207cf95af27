/**
 * Why a package's vulnerability is none of the image's.
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications
 */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

/** A known vulnerability that may be released all the same. */
export interface Exception {
  /** As the scanner names it, or one of its aliases. */
  id: string
  /** The package's name. */
  package: string
  reason: string
  /** The last day on which it holds, in UTC: `2027-01-31`. */
  expires: string
  justification?: (typeof JUSTIFICATIONS)[number]
}

const REQUIRED = ['id', 'package', 'reason', 'expires'] as const
const KEYS: readonly string[] = [...REQUIRED, 'justification']

/**
 * The exceptions from a day's point of view.
 *
 * @param document what the file holds: `{ exceptions: [...] }`
 * @param today the day, in UTC: `2026-11-22`
 * @throws with everything that is wrong: a key that is missing or misspelt, a date that is none, an exception that has expired
 */
export function checkExceptions(document: unknown, today: string): Exception[] {
  const { exceptions, ...others } = isMapping(document) ? document : { exceptions: undefined }
  const entries: unknown[] = Array.isArray(exceptions) ? exceptions : []
  const problems = [
    ...(Array.isArray(exceptions) ? [] : ['there is no list of exceptions: write "exceptions: []" for none']),
    ...Object.keys(others).map((key) => `unknown key "${key}": use exceptions`),
    ...entries.flatMap((entry, index) =>
      problemsOf(entry, today).map((problem) => `${nameOf(entry, index)} ${problem}`),
    ),
  ]
  if (problems.length === 0) return entries as Exception[]
  throw new Error(`The vulnerability exceptions are wrong:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
}

function problemsOf(entry: unknown, today: string): string[] {
  if (!isMapping(entry)) return ['is no mapping: write id, package, reason and expires']
  const { expires, justification } = entry
  return [
    ...Object.keys(entry)
      .filter((key) => !KEYS.includes(key))
      .map((key) => `has the unknown key "${key}": use ${KEYS.join(', ')}`),
    ...REQUIRED.filter((key) => typeof entry[key] !== 'string' || !entry[key].trim()).map((key) => `has no ${key}`),
    ...(typeof expires === 'string' && expires ? expiry(expires, today) : []),
    ...(justification === undefined || JUSTIFICATIONS.some((known) => known === justification)
      ? []
      : [`has the unknown justification "${justification}": use ${JUSTIFICATIONS.join(', ')}`]),
  ]
}

function expiry(expires: string, today: string): string[] {
  if (!isDate(expires)) return [`expires on "${expires}", which is no date: write YYYY-MM-DD`]
  return expires < today ? [`expired on ${expires}: fix the package, or decide again until when`] : []
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text) && text.length === 10
}

const nameOf = (entry: unknown, index: number) =>
  `exception ${index + 1}${isMapping(entry) && typeof entry['id'] === 'string' ? ` (${entry['id']})` : ''}`

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
