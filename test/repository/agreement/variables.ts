import type { ServiceContract, Variable } from '../../../ci/src/project/contract-types.js'
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

function variableRow(row: string, variable: Variable, given?: Given): Departure[] {
  const { name, required, secret, rule } = variable
  const isRight =
    given === undefined ? required !== true : 'secret' in given ? secret === true : isValue(variable, given.value)
  return demand(`${row}: ${name}`, isRight, given, secret ? 'a key of a Secret, and no value' : rule)
}

/** Whether a value may stand where everybody can read it, and the service takes it, and the image would not say otherwise. */
const isValue = ({ secret, inImage, malformed, ...variable }: Variable, value: string) =>
  !secret && value !== '' && !malformed.includes(value) && (!inImage || value === variable.default)
