import { createHash } from 'node:crypto'
import type { ExceptedFinding } from './policy.js'

/**
 * The exceptions that a scan used, as an OpenVEX document for other scanners: `not_affected` for an exception with a justification,
 * `affected` with the reason for one without.
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
export function openVex(excepted: ExceptedFinding[], timestamp: Date): string {
  const statements = excepted.map(({ exception, vulnerability, purl }) => ({
    vulnerability: {
      name: exception.id,
      ...(vulnerability === exception.id ? {} : { aliases: [vulnerability] }),
    },
    products: [{ '@id': purl }],
    ...(exception.justification
      ? { status: 'not_affected', justification: exception.justification, impact_statement: exception.reason }
      : { status: 'affected', action_statement: `Accepted until ${exception.expires}: ${exception.reason}` }),
  }))
  const digest = createHash('sha256').update(JSON.stringify(statements)).digest('hex')
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://openvex.dev/docs/public/vex-${digest}`,
    author: 'ci/vulnerability-exceptions.json',
    timestamp: timestamp.toISOString(),
    version: 1,
    statements,
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
