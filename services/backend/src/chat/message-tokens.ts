/** A piece of a message: a word, something in quotes, or what parts one thing from the next. */
export interface Token {
  kind: 'word' | 'quoted' | 'separator'
  /** In quotes: what is between them. */
  text: string
  /** Where it is in the message. */
  start: number
  end: number
}

// No part can match a text in two ways, and quotes have a limit, so that nonsense takes no time.
const pattern = new RegExp(
  [
    '"(?<double>[^"]{1,500})"',
    // An apostrophe within a word opens and closes nothing.
    "(?<=^|[\\s,:(])'(?<single>(?:[^']|'(?=\\w)){1,500}?)'(?=$|[\\s,;.!?])",
    '(?<separator>[\\n;]|,(?!\\d)|&(?=\\s))',
    '(?<word>(?:[^\\s,;"]|,(?=\\d))+|")',
  ].join('|'),
  'gu',
)

const straightQuotes: Record<string, string> = { '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‘': "'", '’': "'" }

/** Makes curly quotes straight, and every other white space than a line break a blank. */
export function normaliseMessage(message: string): string {
  return message
    .replace(/[“”„«»‘’]/g, (quote) => straightQuotes[quote] ?? quote)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]/g, ' ')
}

/** Takes a message apart. */
export function tokenise(message: string): Token[] {
  return [...message.matchAll(pattern)].map(({ 0: all, index: start, groups = {} }) => {
    const quotedText = groups['double'] ?? groups['single']
    const place = { start, end: start + all.length }
    if (quotedText !== undefined) return { kind: 'quoted', text: quotedText.trim(), ...place }
    const isSeparator = groups['separator'] !== undefined || all.toLowerCase() === 'and'
    return { kind: isSeparator ? 'separator' : 'word', text: isSeparator ? all.toLowerCase() : all, ...place }
  })
}

/** The things that a text names: parted by commas, "and" and line breaks, without the quotes around a whole one. */
export function splitTitles(text: string): string[] {
  const groups: Token[][] = [[]]
  for (const token of tokenise(text)) {
    if (token.kind === 'separator') groups.push([])
    else groups.at(-1)?.push(token)
  }
  return groups.map((group) => extractTitle(text, group)).filter((title) => title !== '')
}

/** A text without the quotes around it, if there are any around all of it. */
export function removeQuotes(text: string): string {
  return extractTitle(text, tokenise(text))
}

const bullet = /^(?:[-*•–]|\d{1,3}[.)])\s+/

function extractTitle(text: string, tokens: Token[]): string {
  const source = text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0)
  const title = source.replace(bullet, '')
  const [firstToken, ...otherTokens] = title === source ? tokens : tokenise(title)
  return firstToken?.kind === 'quoted' && otherTokens.length === 0 ? firstToken.text : title.trim()
}
