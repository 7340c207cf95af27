import { tidy } from './clauses.ts'

const plainly = '(?=(?:add|create|list|show|see|complete|finish|re-?open|rename|delete|remove)\\b)'

const before = new RegExp(
  `^(?:${[
    '(?:please|pls|kindly|hey|hi|hello|ok|okay|well|so|now|then|and|also|just|thanks|thank you)(?:[,!.]*\\s+|[,!.]*$)',
    '(?:can|could|would|will) you (?:please )?',
    '(?:can|could|may) i (?:please )?',
    "(?:i'd|i would) like (?:you )?to ",
    'i (?:want|need|have) (?:you )?to (?:please )?'.concat(plainly),
    "let(?:'s| us) ",
  ].join('|')})+`,
  'i',
)
const behind = /[\s,]+(?:please|pls|thanks|thank you|thx|for me)$/i

/** A text without the words that only make it friendly. */
export function withoutManners(clause: string): string {
  let rest = tidy(clause.replace(before, ''))
  // Only a few, not as many as fit into a message.
  for (let i = 0; i < 3; i++) rest = tidy(rest.replace(behind, ''))
  return /^(?:please|pls|thanks|thank you|thx)$/i.test(rest) ? '' : rest
}
