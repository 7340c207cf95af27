import { trimPunctuation } from './split-clauses.ts'

const commandVerbAhead = '(?=(?:add|create|list|show|see|complete|finish|re-?open|rename|delete|remove)\\b)'

const politePrefix = new RegExp(
  `^(?:${[
    '(?:please|pls|kindly|hey|hi|hello|ok|okay|well|so|now|then|and|also|just|thanks|thank you)(?:[,!.]*\\s+|[,!.]*$)',
    '(?:can|could|would|will) you (?:please )?',
    '(?:can|could|may) i (?:please )?',
    "(?:i'd|i would) like (?:you )?to ",
    'i (?:want|need|have) (?:you )?to (?:please )?'.concat(commandVerbAhead),
    "let(?:'s| us) ",
  ].join('|')})+`,
  'i',
)
const politeSuffix = /[\s,]+(?:please|pls|thanks|thank you|thx|for me)$/i

/** Removes polite phrases from both ends of a text. */
export function stripPoliteness(clause: string): string {
  let rest = trimPunctuation(clause.replace(politePrefix, ''))
  // A fixed number of times, so that a long message costs no more time.
  for (let i = 0; i < 3; i++) rest = trimPunctuation(rest.replace(politeSuffix, ''))
  return /^(?:please|pls|thanks|thank you|thx)$/i.test(rest) ? '' : rest
}
