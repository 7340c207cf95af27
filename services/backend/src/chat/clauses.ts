import { tokenise } from './tokens.ts'

// "and" and commas mostly part things, not commands: only words that hardly begin a thing count after them.
const afterComma =
  /^(?:(?:and|then|also|please)\s+)*(?:(?:add|create|complete|re-?open|rename|delete|remove)\s+\S|(?:list|show)(?:$|\s+(?:me|my|all|the|open|done|todos|everything)(?!\S)))/i
const afterStop =
  /^(?:(?:and|then|also|please)\s+)*(?:add|create|complete|re-?open|rename|delete|remove|list|show|finish|mark|done|help|what)(?![^\s:,.!?;])/i

/** Parts a message into the texts of its commands. */
export function clauses(text: string): string[] {
  const found: string[] = []
  let begin = 0
  for (const { kind, text: word, start, end } of tokenise(text)) {
    const stop = kind === 'word' ? /[.!?]$/.test(word) || /^then$/i.test(word) : word === ';' || word === '\n'
    if (kind === 'quoted' || (kind === 'word' && !stop)) continue
    if (!(stop ? afterStop : afterComma).test(text.slice(end, end + 60).trimStart())) continue
    found.push(text.slice(begin, kind === 'word' && !/^then$/i.test(word) ? end : start))
    begin = end
  }
  return [...found, text.slice(begin)].map((clause) => tidy(clause)).filter((clause) => clause !== '')
}

const ending = new Set([' ', '\n', '.', '!', '?', '…', ',', ';'])

/** Without white space around it and punctuation behind it. */
export function tidy(clause: string): string {
  let end = clause.length
  while (end > 0 && ending.has(clause.charAt(end - 1))) end--
  return clause.slice(0, end).trim()
}
