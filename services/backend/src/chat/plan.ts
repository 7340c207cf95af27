import type { Command } from './command.ts'
import { called, matching } from './match.ts'
import * as words from './words.ts'

export interface KnownTodo {
  id: string
  title: string
  completed: boolean
}

/** What a message leads to: the user's todos as they shall be, newest first, and what to say. */
export interface Plan {
  todos: KnownTodo[]
  answer: string
}

/** Ends the whole message: a part of it that was done could not be told from one that was not. */
class Question extends Error {}

const limits = { commands: 20, titles: 50 }

/** Works out what commands do to todos, newest first, of one user. It changes neither. */
export function plan(commands: Command[], todos: KnownTodo[], newId: () => string): Plan {
  if (isTooMuch(commands)) return { todos, answer: words.tooMuch }
  let state = todos
  const said: string[] = []
  try {
    for (const command of commands) {
      const step = take(command, state, newId)
      state = step.todos
      said.push(step.answer)
    }
    return { todos: state, answer: said.join('\n') }
  } catch (error) {
    if (!(error instanceof Question)) throw error
    return { todos, answer: error.message }
  }
}

function isTooMuch(commands: Command[]): boolean {
  const titles = commands.flatMap((command) => ('titles' in command ? command.titles : []))
  return commands.length > limits.commands || titles.length > limits.titles
}

function take(command: Command, todos: KnownTodo[], newId: () => string): Plan {
  switch (command.kind) {
    case 'add':
      return add(command.titles, todos, newId)
    case 'list': {
      const { which } = command
      const listed = todos.filter(({ completed }) => which === 'all' || completed === (which === 'done'))
      return { todos, answer: words.listing(which, listed) }
    }
    case 'rename':
      return rename(command, todos)
    case 'help':
      return { todos, answer: words.help }
    case 'incomplete':
      return { todos, answer: words.asksWhat(command) }
    case 'unknown':
      return { todos, answer: words.notUnderstood(command.text) }
    default:
      return changeAll(command, todos)
  }
}

const isTooLong = (title: string) => [...title].length > 200

function add(titles: string[], todos: KnownTodo[], newId: () => string): Plan {
  const good = titles.filter((title) => !isTooLong(title))
  const added = good.map((title) => ({ id: newId(), title, completed: false }))
  const what = good.length === 1 ? 'Added' : `Added ${good.length} todos:`
  const answer = [...words.says(what, good), ...titles.filter(isTooLong).map(words.tooLong)].join('\n')
  return { todos: [...added.toReversed(), ...todos], answer }
}

type Many = Extract<Command, { whole: string }>

const results = { complete: 'Done:', reopen: 'Open again:', delete: 'Deleted' }

function changeAll({ kind, titles, whole }: Many, todos: KnownTodo[]): Plan {
  const wanted = called(todos, whole).length > 0 ? [whole] : titles
  const found = wanted.map((title) => ({ title, todo: findOne(todos, title, kind) }))
  const meant = new Map(found.flatMap(({ todo }) => (todo ? [[todo.id, todo]] : [])))
  const already = [...meant.values()].filter(
    ({ completed }) => kind !== 'delete' && completed === (kind === 'complete'),
  )
  const changed = [...meant.values()].filter((todo) => !already.includes(todo))
  const titlesOf = (some: KnownTodo[]) => some.map(({ title }) => title)
  const answer = [
    ...words.says(results[kind], titlesOf(changed)),
    ...words.says(kind === 'complete' ? 'Already done:' : 'Already open:', titlesOf(already)),
    ...found.filter(({ todo }) => todo === undefined).map(({ title }) => words.notFound(title)),
  ].join('\n')
  const isChanged = ({ id }: KnownTodo) => changed.some((todo) => todo.id === id)
  if (kind === 'delete') return { todos: todos.filter((todo) => !isChanged(todo)), answer }
  const completed = kind === 'complete'
  return { todos: todos.map((todo) => (isChanged(todo) ? { ...todo, completed } : todo)), answer }
}

/** @throws Question when several todos fit equally well. */
function findOne(todos: KnownTodo[], title: string, kind: Many['kind'] | 'rename'): KnownTodo | undefined {
  const found = matching(todos, title)
  // Who completes one of two that fit means the one that is open.
  const fitting = found.filter(({ completed }) => completed === (kind === 'reopen'))
  const chosen = (kind === 'complete' || kind === 'reopen') && fitting.length > 0 ? fitting : found
  if (chosen.length > 1)
    throw new Question(
      words.asksWhich(
        title,
        chosen.map((todo) => todo.title),
      ),
    )
  return chosen[0]
}

function rename({ readings }: Extract<Command, { kind: 'rename' }>, todos: KnownTodo[]): Plan {
  const exact = readings.filter(({ from }) => called(todos, from).length > 0)
  const possible = exact.length > 0 ? exact : readings.filter(({ from }) => matching(todos, from).length > 0)
  const meant = new Map(possible.map(({ from }) => [findOne(todos, from, 'rename'), from]))
  if (meant.size > 1)
    throw new Question(
      words.asksWhich(
        possible[0]?.from ?? '',
        [...meant.keys()].map((todo) => todo?.title ?? ''),
      ),
    )
  // Of several readings the longest title is the likeliest.
  const { from, to } = possible.at(-1) ?? readings.at(-1) ?? { from: '', to: '' }
  const [todo] = meant.keys()
  if (todo === undefined) return { todos, answer: words.notFound(from) }
  if (isTooLong(to)) return { todos, answer: words.tooLong(to) }
  const renamed = todos.map((one) => (one.id === todo.id ? { ...one, title: to } : one))
  return { todos: renamed, answer: words.renamed(todo.title, to) }
}
