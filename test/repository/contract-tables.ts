import type { Healthcheck, Mount, Route, ServiceContract, Variable } from '../../ci/src/project/contract-types.js'
import {
  ALL_SERVICES,
  CONTAINER_SECURITY_CONTEXT,
  OWNER,
  POD_SECURITY_CONTEXT,
  POSTGRES,
} from '../../ci/src/project/services.js'

/** A document with each table put between its marks, `<!-- table: NAME -->` and `<!-- end -->`. */
export function withTables(document: string): string {
  return document.replace(
    /(<!-- table: (.+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const table = TABLES[name]
      if (table === undefined)
        throw new Error(`docs/contract.md wants a table "${name}"; there are ${Object.keys(TABLES).join(', ')}`)
      return `${start}${table}\n${end}`
    },
  )
}

function services(): string {
  const columns = ALL_SERVICES
  const lines: [string, (service: ServiceContract) => string][] = [
    ['image', ({ image }) => code(image)],
    ['user and group', () => code(OWNER)],
    ['port', ({ port }) => String(port ?? NONE)],
    ['command', ({ command }) => code(command.join(' '))],
    ['live', ({ routes }) => (routes ? route(routes.live) : NONE)],
    ['ready', ({ routes }) => (routes ? `${route(routes.ready)}, else 503 ${code('not_ready')}` : NONE)],
    ['health', ({ routes }) => (routes ? route(routes.health) : NONE)],
    ['HEALTHCHECK', ({ healthcheck }) => (healthcheck ? schedule(healthcheck) : NONE)],
    ['may write', ({ mounts }) => mounts.map(mount).join(', ')],
    ['labels', ({ labels }) => labels.map(code).join(' ')],
    ['above its base', ({ budget }) => `at most ${budget / 1e6} MB`],
    ['on SIGTERM', ({ stop }) => `ends within ${stop.withinSeconds} s with ${stop.exitCodes.join(' or ')}`],
    ['limits', ({ resources }) => `${resources.limits.cpu} CPU, ${resources.limits.memory}`],
    ['requests', ({ resources }) => `${resources.requests.cpu} CPU, ${resources.requests.memory}`],
  ]
  return markdown(
    ['', ...columns.map(({ name }) => name)],
    lines.map(([name, cell]) => [name, ...columns.map(cell)]),
  )
}

const route = ({ path, status, withinMs }: Route) => `${code(path)}: 200 ${code(status)} within ${withinMs} ms`

const NONE = 'none'

const schedule = ({ interval, timeout, startPeriod, retries }: Healthcheck) =>
  `every ${interval} s, ${timeout} s each, ${startPeriod} s to start, ${retries} tries`

const mount = ({ path, kind, required }: Mount) => `${code(path)} (${kind}${required === true ? '' : `, ${required}`})`

function variables(all: Variable[]): string {
  const rows = all.map((variable) => [
    code(variable.name),
    requirement(variable),
    variable.default ? code(variable.default) : '',
    variable.rule,
  ])
  return markdown(['variable', 'required', 'default', 'rule'], rows)
}

function requirement({ required, secret, inImage }: Variable): string {
  if (inImage) return 'set by the image'
  const when = { true: 'yes', false: 'no', build: 'by the build' }[String(required)]
  return secret ? `${when}, a secret` : String(when)
}

function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const code = (text: string) => `\`${text}\``

/** By the names of their places in docs/contract.md. */
const TABLES: Record<string, string> = {
  services: services(),
  'variables of the services': ALL_SERVICES.map(
    ({ name, variables: own }) => `### ${name[0]?.toUpperCase()}${name.slice(1)}\n\n${variables(own)}`,
  ).join('\n\n'),
  'variables of PostgreSQL': variables(POSTGRES.variables),
  settings: markdown(
    ['setting of PostgreSQL', 'value'],
    Object.entries(POSTGRES.settings).map(([name, value]) => [code(name), code(value)]),
  ),
  security: [
    ...Object.entries(POD_SECURITY_CONTEXT).map(
      ([name, value]) => `- pod: ${code(`${name}: ${JSON.stringify(value)}`)}`,
    ),
    ...Object.entries(CONTAINER_SECURITY_CONTEXT).map(
      ([name, value]) => `- container: ${code(`${name}: ${JSON.stringify(value)}`)}`,
    ),
  ].join('\n'),
}
