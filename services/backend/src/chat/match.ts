export interface Titled {
  title: string
}

/** Whether a title fits to what is wanted; the first that some title passes counts. */
const fits: ((title: string, wanted: string) => boolean)[] = [
  (title, wanted) => ` ${title} `.includes(` ${wanted} `),
  (title, wanted) => title.includes(wanted),
  (title, wanted) => {
    const words = new Set(title.split(' '))
    return wanted.split(' ').every((word) => words.has(word))
  },
]

/** The todos whose titles fit best: those that are called so, else those that contain it. */
export function matching<Todo extends Titled>(todos: Todo[], wanted: string): Todo[] {
  const same = called(todos, wanted)
  if (same.length > 0) return same
  const text = loose(wanted)
  // Of signs alone nothing is left.
  if (text === '') return todos.filter(({ title }) => plain(title).includes(plain(wanted)))
  for (const isFitting of fits) {
    const found = todos.filter((todo) => isFitting(looseTitle(todo), text))
    if (found.length > 0) return found
  }
  return []
}

/** The todos that have this title; accents, articles and punctuation make a difference only if one has just this title. */
export function called<Todo extends Titled>(todos: Todo[], wanted: string): Todo[] {
  const same = todos.filter(({ title }) => plain(title) === plain(wanted))
  const text = loose(wanted)
  return same.length > 0 || text === '' ? same : todos.filter((todo) => looseTitle(todo) === text)
}

function plain(text: string): string {
  return text.trim().toLowerCase()
}

const articles = new Set(['a', 'an', 'the', 'my', 'our'])

function loose(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '')
  const words = bare.split(/[\p{P}\s]+/u)
  return words.filter((word) => word !== '' && !articles.has(word)).join(' ')
}

const looseTitles = new WeakMap<Titled, string>()

/** A message may name many titles, and each is compared with all of them. */
function looseTitle(todo: Titled): string {
  const known = looseTitles.get(todo) ?? loose(todo.title)
  looseTitles.set(todo, known)
  return known
}
