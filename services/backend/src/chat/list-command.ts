import type { Command, TodoFilter } from './command.ts'

const wordSet = (words: string) => new Set(words.split(' '))

const doneWords = wordSet('done completed finished closed ticked checked')
const openWords = wordSet(
  'open left remaining pending unfinished undone outstanding active unchecked incomplete not still',
)
const allWords = wordSet('all everything every whole full both any entire')
const listWords = wordSet(
  "list show display view see print todo todos to-do to-dos task tasks items what what's whats which",
)
const fillerWords = wordSet(
  "me my the a of on in that are is i i've have had got do did to need must am yet now up and or it's our",
)

/** Parses a request for a list: a text that consists only of words about lists. */
export function parseListCommand(text: string): Command | undefined {
  const words = text.toLowerCase().split(/[\s,:?]+/, 20)
  const isListRequest = words.every((word) =>
    [doneWords, openWords, allWords, listWords, fillerWords].some((kind) => kind.has(word)),
  )
  return isListRequest && words.some((word) => listWords.has(word))
    ? { kind: 'list', filter: chooseFilter(words) }
    : undefined
}

function chooseFilter(words: string[]): TodoFilter {
  const includesAny = (kind: Set<string>) => words.some((word) => kind.has(word))
  const [wantsDone, wantsOpen] = [includesAny(doneWords), includesAny(openWords)]
  if (words.includes('not') || words.includes('yet')) return 'open'
  if (wantsDone !== wantsOpen) return wantsDone ? 'done' : 'open'
  return wantsDone || includesAny(allWords) ? 'all' : 'open'
}
