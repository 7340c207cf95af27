import type { Command, TodoFilter } from './command.ts'

export const helpReply = `I understand:
- add milk, bread and eggs
- add "milk and honey" (quotes keep it as one todo)
- list, list done, list all
- complete milk, or: milk is done
- reopen milk
- rename milk to oat milk
- delete milk
Part of a title is enough. You can send several commands in one message: add milk, then list all.`

const examples = {
  add: 'add milk',
  complete: 'complete milk',
  reopen: 'reopen milk',
  rename: 'rename milk to oat milk',
  delete: 'delete milk',
}

export const tooManyCommandsReply =
  'Too many commands or todos in one message. Please split it up. Nothing was changed.'

export const incompleteReply = ({ verb }: Extract<Command, { kind: 'incomplete' }>) =>
  `What should I ${verb}? For example: ${examples[verb]}.`

export const unknownReply = (text: string) =>
  `I don't understand ${quote(text)}. I can add, list, complete, reopen, rename and delete todos. Type “help” for examples.`

export const notFoundReply = (title: string) => `I couldn't find a todo matching ${quote(title)}.`

export const titleTooLongReply = (title: string) =>
  `${quote(title)} is too long. A title can have at most 200 characters.`

/** Asks which of several todos the user means. */
export function ambiguousReply(query: string, titles: string[]): string {
  const distinctTitles = new Set(titles)
  const question =
    distinctTitles.size === 1
      ? `There are ${titles.length} todos called ${joinTitles([...distinctTitles])}. Please use the list to choose one.`
      : `Which one do you mean by ${quote(query)}: ${joinTitles([...distinctTitles], 'or')}?`
  return `${question} Nothing was changed.`
}

/** Reports what happened to the todos; empty if there are none. */
export function resultReply(result: string, titles: string[]): string[] {
  return titles.length === 0 ? [] : [`${result} ${joinTitles(titles)}.`]
}

export const renamedReply = (oldTitle: string, newTitle: string) => `Renamed ${quote(oldTitle)} to ${quote(newTitle)}.`

const MAX_LISTED_TODOS = 20
const adjectives = { open: 'open ', done: 'completed ', all: '' }

/** Lists the todos, or says that there are none. */
export function listReply(filter: TodoFilter, todos: { title: string; completed: boolean }[]): string {
  const adjective = adjectives[filter]
  if (todos.length === 0) return `You have no ${adjective}todos.`
  const lines = todos
    .slice(0, MAX_LISTED_TODOS)
    .map(({ title, completed }) => `- ${title}${completed && filter === 'all' ? ' (done)' : ''}`)
  const remainder = todos.length > MAX_LISTED_TODOS ? [`… and ${todos.length - MAX_LISTED_TODOS} more`] : []
  return [
    `You have ${todos.length} ${adjective}${todos.length === 1 ? 'todo' : 'todos'}:`,
    ...lines,
    ...remainder,
  ].join('\n')
}

function joinTitles(titles: string[], conjunction = 'and'): string {
  const quotedTitles = titles.slice(0, 10).map(quote)
  if (titles.length > 10) quotedTitles.push(`${titles.length - 10} more`)
  const last = quotedTitles.pop() ?? ''
  return quotedTitles.length === 0 ? last : `${quotedTitles.join(', ')} ${conjunction} ${last}`
}

function quote(text: string): string {
  const characters = [...text]
  return characters.length > 200 ? `“${characters.slice(0, 60).join('')}…”` : `“${text}”`
}
