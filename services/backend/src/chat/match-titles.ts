export interface TitledTodo {
  title: string
}

/** Whether a title fits to what is query; the first that some title passes counts. */
const looseMatchers: ((title: string, query: string) => boolean)[] = [
  (title, query) => ` ${title} `.includes(` ${query} `),
  (title, query) => title.includes(query),
  (title, query) => {
    const words = new Set(title.split(' '))
    return query.split(' ').every((word) => words.has(word))
  },
]

/** The todos whose titles fit best: those that are called so, else those that contain it. */
export function findBestMatches<Todo extends TitledTodo>(todos: Todo[], query: string): Todo[] {
  const exactMatches = findExactMatches(todos, query)
  if (exactMatches.length > 0) return exactMatches
  const text = normaliseTitle(query)
  // Of signs alone nothing is left.
  if (text === '') return todos.filter(({ title }) => lowerCase(title).includes(lowerCase(query)))
  for (const isMatch of looseMatchers) {
    const matches = todos.filter((todo) => isMatch(normalisedTitleOf(todo), text))
    if (matches.length > 0) return matches
  }
  return []
}

/** The todos that have this title; accents, articles and punctuation make a difference only if one has just this title. */
export function findExactMatches<Todo extends TitledTodo>(todos: Todo[], query: string): Todo[] {
  const exactMatches = todos.filter(({ title }) => lowerCase(title) === lowerCase(query))
  const text = normaliseTitle(query)
  return exactMatches.length > 0 || text === ''
    ? exactMatches
    : todos.filter((todo) => normalisedTitleOf(todo) === text)
}

function lowerCase(text: string): string {
  return text.trim().toLowerCase()
}

const articles = new Set(['a', 'an', 'the', 'my', 'our'])

function normaliseTitle(text: string): string {
  const simplified = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '')
  const words = simplified.split(/[\p{P}\s]+/u)
  return words.filter((word) => word !== '' && !articles.has(word)).join(' ')
}

const normalisedTitles = new WeakMap<TitledTodo, string>()

/** A message may name many titles, and each is compared with all of them. */
function normalisedTitleOf(todo: TitledTodo): string {
  const normalised = normalisedTitles.get(todo) ?? normaliseTitle(todo.title)
  normalisedTitles.set(todo, normalised)
  return normalised
}
