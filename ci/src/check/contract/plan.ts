import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { Plan, Refusal } from './observed.js'

/** The requests, wrong configurations and time limits for a run of a service's image. */
export function planOf({ routes, variables, stop, healthcheck }: ServiceContract): Plan {
  return {
    ...(routes && { routes: { live: routes.live.path, ready: routes.ready.path, health: routes.health.path } }),
    refusals: refusals(variables),
    // A little more than allowed, to tell a late stop from one that never comes.
    stopSeconds: stop.withinSeconds + 2,
    ...(healthcheck && { healthcheckSeconds: healthcheck.timeout }),
  }
}

/**
 * Configurations that a service has to refuse: each required variable missing, then all of them; then malformed values, for the required
 * variables together and for the others together. These are separate because the rule for JWT_SECRET depends on JWT_ALGORITHM.
 */
function refusals(variables: Variable[]): Refusal['given'][] {
  const required = variables.filter((variable) => variable.required === true)
  const others = variables.filter((variable) => variable.required !== true)
  const missing = required.map(({ name }) => ({ [name]: null }))
  return [...missing, Object.assign({}, ...missing), ...malformed(required), ...malformed(others)]
}

/** The first malformed value of each variable, then the second of each variable that has one, and so on. */
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

/** Valid values of all required variables. */
export function goodValues({ variables }: ServiceContract): Record<string, string> {
  return Object.fromEntries(
    variables.filter(({ required }) => required === true).map(({ name, example }) => [name, example]),
  )
}
