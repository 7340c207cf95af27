import type { Plan, Refusal } from './observed.js'
import type { ServiceContract, Variable } from './types.js'

/** What a platform is to do with a service's image. */
export function planOf({ routes, variables, stop }: ServiceContract): Plan {
  const { live, ready, health } = routes
  return {
    routes: { live: live.path, ready: ready.path, health: health.path },
    refusals: refusals(variables),
    // A little more than allowed, so that what is late is told from what never ends.
    stopSeconds: stop.withinSeconds + 2,
  }
}

/** Each required variable missing and each malformed value by itself, then all required ones at once. */
function refusals(variables: Variable[]): Refusal['given'][] {
  const required = variables.filter((variable) => variable.required === true)
  const all = (value: (variable: Variable) => string | null) =>
    Object.fromEntries(required.map((variable) => [variable.name, value(variable)]))
  return [
    ...required.map(({ name }) => ({ [name]: null })),
    ...variables.flatMap(({ name, malformed }) => malformed.map((value) => ({ [name]: value }))),
    all(() => null),
    all(({ malformed: [value = null] }) => value),
  ]
}

/** Good values of all required variables. */
export function goodValues({ variables }: ServiceContract): Record<string, string> {
  return Object.fromEntries(
    variables.filter(({ required }) => required === true).map(({ name, example }) => [name, example]),
  )
}
