export interface TitledTodo {
  title: string
}

/** From strict to loose. The first matcher that accepts any title wins. */
const looseMatchers: ((title: string, query: string) => boolean)[] = [
  (title, query) => ` ${title} `.includes(` ${query} `),
  (title, query) => title.includes(query),
  (title, query) => {
    const words = new Set(title.split(' '))
    return query.split(' ').every((word) => words.has(word))
  },
]

/** Finds the todos whose titles match best: exact matches, otherwise titles that contain the query. */
export function findBestMatches<Todo extends TitledTodo>(todos: Todo[], query: string): Todo[] {
  const exactMatches = findExactMatches(todos, query)
  if (exactMatches.length > 0) return exactMatches
  const text = normaliseTitle(query)
  // Normalising removes all characters of a query that is only punctuation.
  if (text === '') return todos.filter(({ title }) => lowerCase(title).includes(lowerCase(query)))
  for (const isMatch of looseMatchers) {
    const matches = todos.filter((todo) => isMatch(normalisedTitleOf(todo), text))
    if (matches.length > 0) return matches
  }
  return []
}

/** Finds the todos with this title; without one, those whose title differs only in accents, articles or punctuation. */
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

/** Cached, because a message can name many titles and each is compared with every todo. */
function normalisedTitleOf(todo: TitledTodo): string {
  const normalised = normalisedTitles.get(todo) ?? normaliseTitle(todo.title)
  normalisedTitles.set(todo, normalised)
  return normalised
}
