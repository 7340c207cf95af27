import type { Command } from './command.ts'
import { items, tokenise, unquoted } from './tokens.ts'

const noun = '(?:to-?dos?|tasks?|items?|entry|entries|reminders?)'
const list = `(?:the |my |our )?(?:(?:to-?do|task|shopping) )?(?:list|to-?dos|tasks)`

const newNoun = new RegExp(
  `^(?:(?:an?|the|another|new|some) )*${noun}(?: (?:called|named|titled|saying|for|to)(?=\\s))?(?:\\s*:|(?!\\S))`,
  'i',
)
const toList = new RegExp(`^(?:to|on|onto) ${list}(?:\\s*:|(?!\\S))`, 'i')
const ontoList = new RegExp(` (?:to|on|onto|in|into) ${list}$`, 'i')
const knownNoun = new RegExp(`^(?:the |my )?${noun} (?:(?:called|named|titled) )?(?=\\S)`, 'i')
const fromList = new RegExp(` (?:from|off|on|in) ${list}$`, 'i')

/** New todos, of whatever `what` lists. */
export function add(what: string): Command {
  const titles = items(what.replace(newNoun, '').trim().replace(toList, '').replace(ontoList, ''))
  return titles.length === 0 ? { kind: 'incomplete', verb: 'add' } : { kind: 'add', titles }
}

/** A command about todos that are there. */
export function about(kind: 'complete' | 'reopen' | 'delete', what: string): Command {
  const named = what.replace(fromList, '').replace(knownNoun, '').trim()
  const titles = items(named)
  return titles.length === 0 ? { kind: 'incomplete', verb: kind } : { kind, titles, whole: unquoted(named) }
}

const titleOf = new RegExp(
  `^(?:from |(?:the )?(?:title|name|text)(?: of)? )?(?:(?:the |my )?${noun} (?:(?:called|named|titled) )?(?=\\S))?`,
  'i',
)
const joints = new Set(['to', 'into', 'as', 'with', '->', '=>', '→'])

/** Another title; nothing if no word says where the new one begins. */
export function rename(what: string): Command | undefined {
  const named = what.replace(titleOf, '')
  const parts = tokenise(named).filter(({ kind, text }) => kind === 'word' && joints.has(text.toLowerCase()))
  const readings = parts
    .slice(0, 20)
    .map(({ start, end }) => ({ from: unquoted(named.slice(0, start)), to: unquoted(named.slice(end)) }))
    .filter(({ from, to }) => from !== '' && to !== '')
  return readings.length === 0 ? undefined : { kind: 'rename', readings }
}
