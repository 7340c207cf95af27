import type { Command } from './command.ts'
import { parseAdd, parseRename, parseTodoCommand } from './command-arguments.ts'
import { parseListCommand } from './list-command.ts'
import { normaliseMessage } from './message-tokens.ts'
import { splitClauses, trimPunctuation } from './split-clauses.ts'
import { stripPoliteness } from './strip-politeness.ts'

/** Parses a message into commands, in the order in which they were written. It doesn't need the todos and never throws. */
export function parseMessage(message: string): Command[] {
  const texts = splitClauses(normaliseMessage(message).trim())
  return texts.length === 0 ? [{ kind: 'help' }] : texts.map(parseClause)
}

type Rule = [pattern: RegExp, parse: (argument: string) => Command | undefined]

const doneAdjective = '(?:done|completed?|finished)'
const openAdjective = `(?:open|undone|unfinished|incomplete|to ?do|not (?:yet )?${doneAdjective}(?: yet)?)`
const isOrAre = '(?:is|are|was|were|has been|have been)(?: now| already| all)?'

/** `argument` is the text that a command applies to. The first rule whose pattern matches wins. */
const rules: Rule[] = [
  [
    commandPattern('(?:help|commands?|what can (?:you|i)|how (?:do|does|can)|what do you)(?!\\S)', false),
    () => ({ kind: 'help' }),
  ],
  [
    commandPattern('(?:add|create|new|put|note(?: down)?|write down|insert|append|enter)', true),
    (argument) => parseAdd(argument),
  ],
  [
    commandPattern("(?:remind me|remember|(?:don't|do not) (?:let me )?forget)(?: to)?", true),
    (argument) => parseAdd(argument),
  ],
  [
    commandPattern("(?:i need|i have|i've got|i must|i should)(?: to)?|make(?= an? )|to-?dos?|tasks?", true),
    (argument) => parseAdd(argument),
  ],
  [
    commandPattern('(?:rename|retitle)', true),
    (argument) => parseRename(argument) ?? { kind: 'incomplete', verb: 'rename' },
  ],
  [commandPattern('(?:change|edit|update|replace|reword|correct)', true), (argument) => parseRename(argument)],
  [
    new RegExp(`^(?:mark|set|flag) (?<argument>.+?) (?:as |to )?${openAdjective}$`, 'is'),
    (argument) => parseTodoCommand('reopen', argument),
  ],
  [
    new RegExp(
      `^(?<argument>.+?)(?: ${isOrAre} ${openAdjective}|(?: is|are)n't (?:yet )?${doneAdjective}(?: yet)?)$`,
      'is',
    ),
    (argument) => parseTodoCommand('reopen', argument),
  ],
  [
    commandPattern('(?:re-?open|open|uncheck|untick|undo|un-?complete|restore|reactivate)', true),
    (argument) => parseTodoCommand('reopen', argument.replace(/ again$/i, '')),
  ],
  [
    new RegExp(`^(?:mark|set|flag|tick|check|cross) (?<argument>.+?) (?:as |to )?(?:${doneAdjective}|off|out)$`, 'is'),
    (argument) => parseTodoCommand('complete', argument),
  ],
  [
    commandPattern(
      '(?:complete|finish|close|(?:check|tick|cross) (?:off|out)|check|tick|mark as (?:done|complete))',
      true,
    ),
    (argument) => parseTodoCommand('complete', argument),
  ],
  [
    commandPattern(
      "(?:i |i've |i have |i'm |i am )?(?:just |already )?(?:done with|done|did|finished|completed)",
      true,
    ),
    (argument) => parseTodoCommand('complete', argument),
  ],
  [
    new RegExp(`^(?<argument>.+?) (?:${isOrAre} )?${doneAdjective}$`, 'is'),
    (argument) => parseTodoCommand('complete', argument),
  ],
  [
    commandPattern(
      'take(?= .+ off )|(?:delete|remove|drop|erase|discard|scrap|cancel|clear|forget(?: about)?|throw away|get rid of)',
      true,
    ),
    (argument) => parseTodoCommand('delete', argument),
  ],
]

/** Matches texts that start with one of these verbs, and captures the rest. */
function commandPattern(verbs: string, hasArgument: boolean): RegExp {
  return new RegExp(`^(?:${verbs})${hasArgument ? '(?:\\s*:|(?!\\S))(?<argument>.*)' : '(?<argument>.*)'}$`, 'is')
}

function parseClause(clause: string): Command {
  const text = stripPoliteness(clause)
  if (text === '') return { kind: 'help' }
  const list = parseListCommand(text)
  if (list !== undefined) return list
  for (const [pattern, parse] of rules) {
    const argument = pattern.exec(text)?.groups?.['argument']
    const command = argument === undefined ? undefined : parse(trimPunctuation(argument))
    if (command !== undefined) return command
  }
  return { kind: 'unknown', text }
}
