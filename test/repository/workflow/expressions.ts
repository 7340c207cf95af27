import { parse } from 'yaml'

/** Where GitHub looks for workflows and actions; an action can be in any folder. */
export const isWorkflowOrAction = (path: string) =>
  /^\.github\/(workflows|actions)\/.+\.ya?ml$|(^|\/)action\.ya?ml$/.test(path)

interface Permission {
  /** The keys that lead to the value, joined by dots: `jobs.check.steps.0.with.path`. */
  place: RegExp
  /** What may stand between `${{` and `}}`. */
  expression: RegExp
  reason: string
}

/**
 * The expressions that may stand in a workflow or an action. GitHub pastes the result of any other into the text, and where that text is
 * a script, a branch, tag or user whose name is `$(command)` runs the command. `with:` counts as a script, because an action may paste its
 * inputs into one, as dagger/dagger-for-github does. Names that people choose are read from the variables of the shell instead:
 * https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
 */
const PERMISSIONS: Permission[] = [
  {
    place: /^(jobs\.[\w-]+(\.steps\.\d+)?|runs\.steps\.\d+)\.if$/,
    expression: /^.*$/s,
    reason: 'GitHub evaluates a condition itself',
  },
  {
    place: /^concurrency\.group$/,
    expression: /^github\.ref$/,
    reason: 'GitHub compares the names of groups and does nothing else with them',
  },
  {
    place: /^jobs\.[\w-]+\.steps\.\d+\.env\.[A-Z_]+$/,
    expression: /^(secrets|vars)\.[A-Z_]+$/,
    reason: 'a shell does not evaluate the value of a variable, and only who administers the repository sets these',
  },
  {
    place: /^concurrency\.cancel-in-progress$|^(jobs\.[\w-]+|runs)\.steps\.\d+\.with\.[\w-]+$/,
    expression: /^github\.\w+ [=!]= '[^'{}]*'$/,
    reason: 'the result of a comparison is true or false',
  },
  {
    place: /^runs\.steps\.\d+\.with\.(path|key|restore-keys)$/,
    expression: /^(runner\.temp|hashFiles\('[\w./-]+'\)|github\.run_(id|attempt))$/,
    reason: 'GitHub makes these itself: a path, a hash and two numbers',
  },
]

/**
 * One line for each expression of a workflow or an action that is not permitted, with the file, the place and the expression.
 * @param file its name, for the message
 * @param text YAML
 */
export function forbiddenExpressions(file: string, text: string): string[] {
  return [...strings(parse(text), [])].flatMap(([place, value]) =>
    expressionsIn(value)
      .filter((expression) => !isPermitted(place, expression))
      .map((expression) => `${file}: ${place} must not contain \${{ ${expression} }}`),
  )
}

/** Up to the first `}}`, though GitHub reads on where that is inside a string: what is cut off there is permitted nowhere but in `if`. */
const expressionsIn = (text: string) =>
  [...text.matchAll(/\$\{\{(.*?)(\}\}|$)/gs)].map(([, expression = '']) => expression.trim())

const isPermitted = (where: string, what: string) =>
  PERMISSIONS.some(({ place, expression }) => place.test(where) && expression.test(what))

/** Every string of a document with the place where it stands, the keys of its maps included. */
function* strings(value: unknown, place: string[]): Generator<[string, string]> {
  if (typeof value === 'string') yield [place.join('.'), value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    yield [[...place, '(key)'].join('.'), key]
    yield* strings(child, [...place, key])
  }
}
