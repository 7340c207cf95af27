import type { ServiceContract, Variable } from '../../../ci/src/contract/types.js'
import { type Departure, demand } from './departure.js'
import type { Given } from './kubernetes.js'

/** Where the variables that someone gives to a service depart from those that it reads. */
export function variableDepartures(
  row: string,
  given: Map<string, Given>,
  { variables }: ServiceContract,
): Departure[] {
  const known = new Set(variables.filter(({ required }) => required !== 'build').map(({ name }) => name))
  const unknown = [...given.keys()].filter((name) => !known.has(name))
  return [
    ...demand(`${row}: unknown variables`, unknown.length === 0, unknown, [...known].join(', ')),
    ...variables.flatMap((variable) => variableRow(row, variable, given.get(variable.name))),
  ]
}

function variableRow(row: string, { name, required, secret, inImage, ...rule }: Variable, given?: Given): Departure[] {
  const isRight = () => {
    if (given === undefined) return required !== true
    if ('secret' in given) return secret === true
    const { value } = given
    return !secret && value !== '' && !rule.malformed.includes(value) && (!inImage || value === rule.default)
  }
  return demand(`${row}: ${name}`, isRight(), given, secret ? 'a key of a Secret, and no value' : rule.rule)
}
