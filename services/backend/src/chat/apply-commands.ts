import type { Command } from './command.ts'
import { findBestMatches, findExactMatches } from './match-titles.ts'
import * as replies from './replies.ts'

export interface ChatTodo {
  id: string
  title: string
  completed: boolean
}

/** The user's todos after the commands, newest first, and the answer to the user. */
export interface CommandResult {
  todos: ChatTodo[]
  answer: string
}

/** Cancels the whole message: the user couldn't tell which of its commands were carried out. */
class AmbiguousTitleError extends Error {}

const limits = { commands: 20, titles: 50 }

/** Applies commands to a user's todos (newest first) and returns a new list; the arguments stay unchanged. */
export function applyCommands(commands: Command[], todos: ChatTodo[], newId: () => string): CommandResult {
  if (exceedsLimits(commands)) return { todos, answer: replies.tooManyCommandsReply }
  let currentTodos = todos
  const answers: string[] = []
  try {
    for (const command of commands) {
      const result = applyCommand(command, currentTodos, newId)
      currentTodos = result.todos
      answers.push(result.answer)
    }
    return { todos: currentTodos, answer: answers.join('\n') }
  } catch (error) {
    if (!(error instanceof AmbiguousTitleError)) throw error
    return { todos, answer: error.message }
  }
}

function exceedsLimits(commands: Command[]): boolean {
  const titles = commands.flatMap((command) => ('titles' in command ? command.titles : []))
  return commands.length > limits.commands || titles.length > limits.titles
}

function applyCommand(command: Command, todos: ChatTodo[], newId: () => string): CommandResult {
  switch (command.kind) {
    case 'add':
      return addTodos(command.titles, todos, newId)
    case 'list': {
      const { filter } = command
      const listed = todos.filter(({ completed }) => filter === 'all' || completed === (filter === 'done'))
      return { todos, answer: replies.listReply(filter, listed) }
    }
    case 'rename':
      return renameTodo(command, todos)
    case 'help':
      return { todos, answer: replies.helpReply }
    case 'incomplete':
      return { todos, answer: replies.incompleteReply(command) }
    case 'unknown':
      return { todos, answer: replies.unknownReply(command.text) }
    default:
      return changeTodos(command, todos)
  }
}

const isTooLong = (title: string) => [...title].length > 200

function addTodos(titles: string[], todos: ChatTodo[], newId: () => string): CommandResult {
  const validTitles = titles.filter((title) => !isTooLong(title))
  const added = validTitles.map((title) => ({ id: newId(), title, completed: false }))
  const result = validTitles.length === 1 ? 'Added' : `Added ${validTitles.length} todos:`
  const answer = [
    ...replies.resultReply(result, validTitles),
    ...titles.filter(isTooLong).map(replies.titleTooLongReply),
  ].join('\n')
  return { todos: [...added.toReversed(), ...todos], answer }
}

type TodoCommand = Extract<Command, { fullTitle: string }>

const results = { complete: 'Completed', reopen: 'Reopened', delete: 'Deleted' }

function changeTodos({ kind, titles, fullTitle }: TodoCommand, todos: ChatTodo[]): CommandResult {
  const queries = findExactMatches(todos, fullTitle).length > 0 ? [fullTitle] : titles
  const lookups = queries.map((title) => ({ title, todo: findTodo(todos, title, kind) }))
  const matchedTodos = new Map(lookups.flatMap(({ todo }) => (todo ? [[todo.id, todo]] : [])))
  const unchanged = [...matchedTodos.values()].filter(
    ({ completed }) => kind !== 'delete' && completed === (kind === 'complete'),
  )
  const changed = [...matchedTodos.values()].filter((todo) => !unchanged.includes(todo))
  const titlesOf = (someTodos: ChatTodo[]) => someTodos.map(({ title }) => title)
  const answer = [
    ...replies.resultReply(results[kind], titlesOf(changed)),
    ...replies.resultReply(kind === 'complete' ? 'Already done:' : 'Already open:', titlesOf(unchanged)),
    ...lookups.filter(({ todo }) => todo === undefined).map(({ title }) => replies.notFoundReply(title)),
  ].join('\n')
  const isChanged = ({ id }: ChatTodo) => changed.some((todo) => todo.id === id)
  if (kind === 'delete') return { todos: todos.filter((todo) => !isChanged(todo)), answer }
  const completed = kind === 'complete'
  return { todos: todos.map((todo) => (isChanged(todo) ? { ...todo, completed } : todo)), answer }
}

/** @throws AmbiguousTitleError if several todos match equally well. */
function findTodo(todos: ChatTodo[], title: string, kind: TodoCommand['kind'] | 'rename'): ChatTodo | undefined {
  const matches = findBestMatches(todos, title)
  // To complete a todo means an open one; to reopen a todo, one that is done.
  const preferred = matches.filter(({ completed }) => completed === (kind === 'reopen'))
  const candidates = (kind === 'complete' || kind === 'reopen') && preferred.length > 0 ? preferred : matches
  if (candidates.length > 1)
    throw new AmbiguousTitleError(
      replies.ambiguousReply(
        title,
        candidates.map((todo) => todo.title),
      ),
    )
  return candidates[0]
}

function renameTodo({ readings }: Extract<Command, { kind: 'rename' }>, todos: ChatTodo[]): CommandResult {
  const exactReadings = readings.filter(({ title }) => findExactMatches(todos, title).length > 0)
  const possibleReadings =
    exactReadings.length > 0 ? exactReadings : readings.filter(({ title }) => findBestMatches(todos, title).length > 0)
  const matchedTodos = new Map(possibleReadings.map(({ title }) => [findTodo(todos, title, 'rename'), title]))
  if (matchedTodos.size > 1)
    throw new AmbiguousTitleError(
      replies.ambiguousReply(
        possibleReadings[0]?.title ?? '',
        [...matchedTodos.keys()].map((todo) => todo?.title ?? ''),
      ),
    )
  // The reading with the longest title is the most likely.
  const { title, newTitle } = possibleReadings.at(-1) ?? readings.at(-1) ?? { title: '', newTitle: '' }
  const [todo] = matchedTodos.keys()
  if (todo === undefined) return { todos, answer: replies.notFoundReply(title) }
  if (isTooLong(newTitle)) return { todos, answer: replies.titleTooLongReply(newTitle) }
  const renamed = todos.map((other) => (other.id === todo.id ? { ...other, title: newTitle } : other))
  return { todos: renamed, answer: replies.renamedReply(todo.title, newTitle) }
}
