import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { Plan, Refusal } from './observed.js'

/** What a runtime has to find out about a service's image. */
export function planOf({ routes, variables, stop, healthcheck }: ServiceContract): Plan {
  return {
    ...(routes && { routes: { live: routes.live.path, ready: routes.ready.path, health: routes.health.path } }),
    refusals: refusals(variables),
    // A little more than allowed, so that what is late is told from what never ends.
    stopSeconds: stop.withinSeconds + 2,
    ...(healthcheck && { healthcheckSeconds: healthcheck.timeout }),
  }
}

/**
 * Each required variable missing by itself, then all; then malformed values, all required variables' together and all others'. Those
 * are apart because a service that does not know JWT_ALGORITHM can't judge JWT_SECRET.
 */
function refusals(variables: Variable[]): Refusal['given'][] {
  const required = variables.filter((variable) => variable.required === true)
  const others = variables.filter((variable) => variable.required !== true)
  const missing = required.map(({ name }) => ({ [name]: null }))
  return [...missing, Object.assign({}, ...missing), ...malformed(required), ...malformed(others)]
}

/** The first malformed value of each variable, then the second of those that have one, and so on. */
function malformed(variables: Variable[]): Record<string, string>[] {
  const rounds = Math.max(0, ...variables.map((variable) => variable.malformed.length))
  return Array.from({ length: rounds }, (_, round) =>
    Object.fromEntries(
      variables.flatMap((variable) => {
        const value = variable.malformed[round]
        return value === undefined ? [] : [[variable.name, value]]
      }),
    ),
  )
}

/** Good values of all required variables. */
export function goodValues({ variables }: ServiceContract): Record<string, string> {
  return Object.fromEntries(
    variables.filter(({ required }) => required === true).map(({ name, example }) => [name, example]),
  )
}
