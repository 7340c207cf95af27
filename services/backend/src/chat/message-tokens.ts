/** A part of a message: a word, quoted text or a separator between titles. */
export interface Token {
  kind: 'word' | 'quoted' | 'separator'
  /** Without the quotes. */
  text: string
  /** Offsets in the message. */
  start: number
  end: number
}

// No part matches a text in two ways, and quoted text has a maximum length, so that no input causes backtracking.
const pattern = new RegExp(
  [
    '"(?<double>[^"]{1,500})"',
    // An apostrophe within a word is not a quote.
    "(?<=^|[\\s,:(])'(?<single>(?:[^']|'(?=\\w)){1,500}?)'(?=$|[\\s,;.!?])",
    '(?<separator>[\\n;]|,(?!\\d)|&(?=\\s))',
    '(?<word>(?:[^\\s,;"]|,(?=\\d))+|")',
  ].join('|'),
  'gu',
)

const straightQuotes: Record<string, string> = { '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‘': "'", '’': "'" }

/** Replaces curly quotes by straight ones and all white space except line breaks by spaces. */
export function normaliseMessage(message: string): string {
  return message
    .replace(/[“”„«»‘’]/g, (quote) => straightQuotes[quote] ?? quote)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]/g, ' ')
}

/** Splits a message into tokens. */
export function tokenise(message: string): Token[] {
  return [...message.matchAll(pattern)].map(({ 0: source, index: start, groups = {} }) => {
    const quotedText = groups['double'] ?? groups['single']
    const place = { start, end: start + source.length }
    if (quotedText !== undefined) return { kind: 'quoted', text: quotedText.trim(), ...place }
    const isSeparator = groups['separator'] !== undefined || source.toLowerCase() === 'and'
    return { kind: isSeparator ? 'separator' : 'word', text: isSeparator ? source.toLowerCase() : source, ...place }
  })
}

/** Splits a text into titles at commas, "and" and line breaks, and removes the quotes around a title. */
export function splitTitles(text: string): string[] {
  const groups: Token[][] = [[]]
  for (const token of tokenise(text)) {
    if (token.kind === 'separator') groups.push([])
    else groups.at(-1)?.push(token)
  }
  return groups.map((group) => extractTitle(text, group)).filter((title) => title !== '')
}

/** Removes the quotes if they enclose the whole text. */
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
