import type { Healthcheck, ServiceContract } from '../../../ci/src/project/contract-types.js'
import { OWNER } from '../../../ci/src/project/services.js'
import { NODE_IMAGE } from '../../../ci/src/project/versions.js'
import { compare, type Departure, demand } from './departure.js'

/** Where a service's Dockerfile departs from the contract, as far as its text alone tells. */
export function dockerfileDepartures(text: string, service: ServiceContract): Departure[] {
  const { image, port, healthcheck, entrypoint, command, labels } = service
  const runner = instructions(text).slice(instructions(text).findLastIndex(({ name }) => name === 'FROM'))
  const all = (name: string) => runner.filter((one) => one.name === name).map(({ value }) => value)
  return [
    ...compare(`${image} Dockerfile: base image`, /^ARG NODE_IMAGE=(.+)$/m.exec(text)?.[1], NODE_IMAGE),
    ...compare(`${image} Dockerfile: FROM`, [...new Set(froms(text))], ['${NODE_IMAGE}']),
    ...compare(`${image} Dockerfile: USER`, all('USER'), [OWNER]),
    ...compare(`${image} Dockerfile: EXPOSE`, all('EXPOSE'), port === undefined ? [] : [String(port)]),
    ...compare(`${image} Dockerfile: ENTRYPOINT`, all('ENTRYPOINT'), [list(entrypoint)]),
    ...compare(`${image} Dockerfile: CMD`, all('CMD'), [list(command)]),
    ...compare(
      `${image} Dockerfile: HEALTHCHECK`,
      all('HEALTHCHECK'),
      healthcheck ? [healthcheckLine(healthcheck)] : [],
    ),
    ...labels.flatMap((label) =>
      demand(`${image} Dockerfile: ${label}`, all('LABEL').join(' ').includes(`${label}=`), undefined, 'a label'),
    ),
    ...variableRows(runner, service),
  ]
}

function healthcheckLine({ interval, timeout, startPeriod, retries, command }: Healthcheck): string {
  const times = `--interval=${interval}s --timeout=${timeout}s --start-period=${startPeriod}s --retries=${retries}`
  return `${times} CMD ${list(command)}`
}

/** What the image sets is what the contract says that it sets, and no secret. */
function variableRows(runner: Instruction[], { image, variables, versionVariable }: ServiceContract): Departure[] {
  const set = runner.filter(({ name }) => name === 'ENV').flatMap(({ value }) => value.split(' '))
  const expected = variables.filter(({ inImage }) => inImage).map((variable) => `${variable.name}=${variable.default}`)
  const isVersion = (assignment: string) => assignment.startsWith(`${versionVariable}=`)
  const names = [...set, ...runner.filter(({ name }) => name === 'ARG').map(({ value }) => value)]
  const secret = names.filter((one) => variables.some((known) => known.secret && one.split('=')[0] === known.name))
  return [
    ...compare(`${image} Dockerfile: ENV`, set.filter((one) => !isVersion(one)).sort(), expected.sort()),
    ...demand(`${image} Dockerfile: secrets`, secret.length === 0, secret, 'none'),
    ...demand(`${image} Dockerfile: version`, set.some(isVersion), set, `${versionVariable}=…`),
  ]
}

interface Instruction {
  name: string
  value: string
}

/** The instructions of a Dockerfile, each on one line, without comments. */
function instructions(text: string): Instruction[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
  return lines.filter(Boolean).map((line) => {
    const [name = '', ...words] = line.split(' ')
    return { name, value: words.join(' ') }
  })
}

const froms = (text: string) =>
  [...text.matchAll(/^FROM (\S+) AS/gm)].map(([, image]) => image).filter((image) => image !== 'deps')

/** A command as a Dockerfile writes it. */
const list = (words: string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
