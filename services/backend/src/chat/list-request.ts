import type { Command, Which } from './command.ts'

const set = (words: string) => new Set(words.split(' '))

const done = set('done completed finished closed ticked checked')
const open = set('open left remaining pending unfinished undone outstanding active unchecked incomplete not still')
const all = set('all everything every whole full both any entire')
const anchors = set("list show display view see print todo todos to-do to-dos task tasks items what what's whats which")
const others = set(
  "me my the a of on in that are is i i've have had got do did to need must am yet now up and or it's our",
)

/** What a text wants to see, if it consists of nothing but words about lists. */
export function listRequest(text: string): Command | undefined {
  const words = text.toLowerCase().split(/[\s,:?]+/, 20)
  const known = words.every((word) => [done, open, all, anchors, others].some((kind) => kind.has(word)))
  return known && words.some((word) => anchors.has(word)) ? { kind: 'list', which: which(words) } : undefined
}

function which(words: string[]): Which {
  const has = (kind: Set<string>) => words.some((word) => kind.has(word))
  const [wantsDone, wantsOpen] = [has(done), has(open)]
  if (words.includes('not') || words.includes('yet')) return 'open'
  if (wantsDone !== wantsOpen) return wantsDone ? 'done' : 'open'
  return wantsDone || has(all) ? 'all' : 'open'
}
