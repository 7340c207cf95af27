import type { Command } from './command.ts'
import { removeQuotes, splitTitles, tokenise } from './message-tokens.ts'

const todoNoun = '(?:to-?dos?|tasks?|items?|entry|entries|reminders?)'
const listPhrase = `(?:the |my |our )?(?:(?:to-?do|task|shopping) )?(?:list|to-?dos|tasks)`

const newTodoPrefix = new RegExp(
  `^(?:(?:an?|the|another|new|some) )*${todoNoun}(?: (?:called|named|titled|saying|for|to)(?=\\s))?(?:\\s*:|(?!\\S))`,
  'i',
)
const listPrefix = new RegExp(`^(?:to|on|onto) ${listPhrase}(?:\\s*:|(?!\\S))`, 'i')
const toListSuffix = new RegExp(` (?:to|on|onto|in|into) ${listPhrase}$`, 'i')
const todoPrefix = new RegExp(`^(?:the |my )?${todoNoun} (?:(?:called|named|titled) )?(?=\\S)`, 'i')
const fromListSuffix = new RegExp(` (?:from|off|on|in) ${listPhrase}$`, 'i')

/** Parses the list of titles of an "add" command. */
export function parseAdd(argument: string): Command {
  const titles = splitTitles(
    argument.replace(newTodoPrefix, '').trim().replace(listPrefix, '').replace(toListSuffix, ''),
  )
  return titles.length === 0 ? { kind: 'incomplete', verb: 'add' } : { kind: 'add', titles }
}

/** Parses the titles of a command on existing todos. */
export function parseTodoCommand(kind: 'complete' | 'reopen' | 'delete', argument: string): Command {
  const titleText = argument.replace(fromListSuffix, '').replace(todoPrefix, '').trim()
  const titles = splitTitles(titleText)
  return titles.length === 0 ? { kind: 'incomplete', verb: kind } : { kind, titles, fullTitle: removeQuotes(titleText) }
}

const renamePrefix = new RegExp(
  `^(?:from |(?:the )?(?:title|name|text)(?: of)? )?(?:(?:the |my )?${todoNoun} (?:(?:called|named|titled) )?(?=\\S))?`,
  'i',
)
const renameSeparators = new Set(['to', 'into', 'as', 'with', '->', '=>', '→'])

/** Parses the old and the new title; `undefined` if no word separates them. */
export function parseRename(argument: string): Command | undefined {
  const titleText = argument.replace(renamePrefix, '')
  const separators = tokenise(titleText).filter(
    ({ kind, text }) => kind === 'word' && renameSeparators.has(text.toLowerCase()),
  )
  const readings = separators
    .slice(0, 20)
    .map(({ start, end }) => ({
      title: removeQuotes(titleText.slice(0, start)),
      newTitle: removeQuotes(titleText.slice(end)),
    }))
    .filter(({ title, newTitle }) => title !== '' && newTitle !== '')
  return readings.length === 0 ? undefined : { kind: 'rename', readings }
}
