import { tokenise } from './message-tokens.ts'

// "and" and commas usually separate titles, not commands. After them, only verbs that rarely start a title begin a command.
const commandAfterComma =
  /^(?:(?:and|then|also|please)\s+)*(?:(?:add|create|complete|re-?open|rename|delete|remove)\s+\S|(?:list|show)(?:$|\s+(?:me|my|all|the|open|done|todos|everything)(?!\S)))/i
const commandAfterSentence =
  /^(?:(?:and|then|also|please)\s+)*(?:add|create|complete|re-?open|rename|delete|remove|list|show|finish|mark|done|help|what)(?![^\s:,.!?;])/i

/** Splits a message into the texts of its commands. */
export function splitClauses(text: string): string[] {
  const clauseTexts: string[] = []
  let clauseStart = 0
  for (const { kind, text: word, start, end } of tokenise(text)) {
    const isSentenceEnd = kind === 'word' ? /[.!?]$/.test(word) || /^then$/i.test(word) : word === ';' || word === '\n'
    if (kind === 'quoted' || (kind === 'word' && !isSentenceEnd)) continue
    if (!(isSentenceEnd ? commandAfterSentence : commandAfterComma).test(text.slice(end, end + 60).trimStart()))
      continue
    clauseTexts.push(text.slice(clauseStart, kind === 'word' && !/^then$/i.test(word) ? end : start))
    clauseStart = end
  }
  return [...clauseTexts, text.slice(clauseStart)]
    .map((clause) => trimPunctuation(clause))
    .filter((clause) => clause !== '')
}

const trailingCharacters = new Set([' ', '\n', '.', '!', '?', '…', ',', ';'])

/** Removes surrounding white space and trailing punctuation. */
export function trimPunctuation(clause: string): string {
  let end = clause.length
  while (end > 0 && trailingCharacters.has(clause.charAt(end - 1))) end--
  return clause.slice(0, end).trim()
}
