import type { Command, Which } from './command.ts'

export const help = `I understand:
- add milk, bread and eggs
- add "milk and honey" (quotes make it one)
- list, list done, list all
- complete milk, or: milk is done
- reopen milk
- rename milk to oat milk
- delete milk
A part of a title will do. Several commands go in one message: add milk, then list all.`

const examples = {
  add: 'add milk',
  complete: 'complete milk',
  reopen: 'reopen milk',
  rename: 'rename milk to oat milk',
  delete: 'delete milk',
}

export const tooMuch = 'That is too much at once: please send it in smaller parts. I changed nothing.'

export const asksWhat = ({ verb }: Extract<Command, { kind: 'incomplete' }>) =>
  `What shall I ${verb}? For example: ${examples[verb]}.`

export const notUnderstood = (text: string) =>
  `I don't understand ${quote(text)}. I can add, list, complete, reopen, rename and delete todos; “help” shows how.`

export const notFound = (title: string) => `I found no todo like ${quote(title)}.`

export const tooLong = (title: string) => `${quote(title)} is too long: a title has at most 200 characters.`

/** Asks which of several todos is meant. */
export function asksWhich(wanted: string, titles: string[]): string {
  const different = new Set(titles)
  const question =
    different.size === 1
      ? `${titles.length} todos are called ${names([...different])}: please choose one in the list.`
      : `Which one do you mean by ${quote(wanted)}: ${names([...different], 'or')}?`
  return `${question} I changed nothing.`
}

/** Says what happened to some todos; nothing if there are none. */
export function says(what: string, titles: string[]): string[] {
  return titles.length === 0 ? [] : [`${what} ${names(titles)}.`]
}

export const renamed = (from: string, to: string) => `Renamed ${quote(from)} to ${quote(to)}.`

const shown = 20

/** A list of todos, or that there are none. */
export function listing(which: Which, todos: { title: string; completed: boolean }[]): string {
  const kind = which === 'all' ? '' : `${which} `
  if (todos.length === 0) return `You have no ${kind}todos.`
  const lines = todos
    .slice(0, shown)
    .map(({ title, completed }) => `- ${title}${completed && which === 'all' ? ' (done)' : ''}`)
  const more = todos.length > shown ? [`and ${todos.length - shown} more`] : []
  return [`You have ${todos.length} ${kind}${todos.length === 1 ? 'todo' : 'todos'}:`, ...lines, ...more].join('\n')
}

function names(titles: string[], joint = 'and'): string {
  const quoted = titles.slice(0, 10).map(quote)
  if (titles.length > 10) quoted.push(`${titles.length - 10} more`)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${joint} ${last}`
}

function quote(text: string): string {
  const characters = [...text]
  return characters.length > 200 ? `“${characters.slice(0, 60).join('')}…”` : `“${text}”`
}
