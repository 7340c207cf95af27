import { clauses, tidy } from './clauses.ts'
import type { Command } from './command.ts'
import { listRequest } from './list-request.ts'
import { about, add, rename } from './objects.ts'
import { withoutManners } from './polite.ts'
import { normalise } from './tokens.ts'

/** Reads a message: the commands of its clauses, in their order. It knows no todos and never throws. */
export function parse(message: string): Command[] {
  const texts = clauses(normalise(message).trim())
  return texts.length === 0 ? [{ kind: 'help' }] : texts.map(command)
}

type Rule = [form: RegExp, read: (what: string) => Command | undefined]

const finished = '(?:done|completed?|finished)'
const undone = `(?:open|undone|unfinished|incomplete|to ?do|not (?:yet )?${finished}(?: yet)?)`
const are = '(?:is|are|was|were|has been|have been)(?: now| already| all)?'

/** `what` is what a command is about. The first form that fits counts. */
const rules: Rule[] = [
  [
    form('(?:help|commands?|what can (?:you|i)|how (?:do|does|can)|what do you)(?!\\S)', false),
    () => ({ kind: 'help' }),
  ],
  [form('(?:add|create|new|put|note(?: down)?|write down|insert|append|enter)', true), (what) => add(what)],
  [form("(?:remind me|remember|(?:don't|do not) (?:let me )?forget)(?: to)?", true), (what) => add(what)],
  [form("(?:i need|i have|i've got|i must|i should)(?: to)?|make(?= an? )|to-?dos?|tasks?", true), (what) => add(what)],
  [form('(?:rename|retitle)', true), (what) => rename(what) ?? { kind: 'incomplete', verb: 'rename' }],
  [form('(?:change|edit|update|replace|reword|correct)', true), (what) => rename(what)],
  [new RegExp(`^(?:mark|set|flag) (?<what>.+?) (?:as |to )?${undone}$`, 'is'), (what) => about('reopen', what)],
  [
    new RegExp(`^(?<what>.+?)(?: ${are} ${undone}|(?: is|are)n't (?:yet )?${finished}(?: yet)?)$`, 'is'),
    (what) => about('reopen', what),
  ],
  [
    form('(?:re-?open|open|uncheck|untick|undo|un-?complete|restore|reactivate)', true),
    (what) => about('reopen', what.replace(/ again$/i, '')),
  ],
  [
    new RegExp(`^(?:mark|set|flag|tick|check|cross) (?<what>.+?) (?:as |to )?(?:${finished}|off|out)$`, 'is'),
    (what) => about('complete', what),
  ],
  [
    form('(?:complete|finish|close|(?:check|tick|cross) (?:off|out)|check|tick|mark as (?:done|complete))', true),
    (what) => about('complete', what),
  ],
  [
    form("(?:i |i've |i have |i'm |i am )?(?:just |already )?(?:done with|done|did|finished|completed)", true),
    (what) => about('complete', what),
  ],
  [new RegExp(`^(?<what>.+?) (?:${are} )?${finished}$`, 'is'), (what) => about('complete', what)],
  [
    form(
      'take(?= .+ off )|(?:delete|remove|drop|erase|discard|scrap|cancel|clear|forget(?: about)?|throw away|get rid of)',
      true,
    ),
    (what) => about('delete', what),
  ],
]

/** A rule for texts that begin like this. */
function form(start: string, takesObject: boolean): RegExp {
  return new RegExp(`^(?:${start})${takesObject ? '(?:\\s*:|(?!\\S))(?<what>.*)' : '(?<what>.*)'}$`, 'is')
}

function command(clause: string): Command {
  const text = withoutManners(clause)
  if (text === '') return { kind: 'help' }
  const list = listRequest(text)
  if (list !== undefined) return list
  for (const [pattern, read] of rules) {
    const what = pattern.exec(text)?.groups?.['what']
    const found = what === undefined ? undefined : read(tidy(what))
    if (found !== undefined) return found
  }
  return { kind: 'unknown', text }
}
