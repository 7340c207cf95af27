import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { ImageFile, Inspected } from './inspected.js'
import { none, type Row, same } from './row.js'

/** The rows of the contract that an image's configuration and files answer. */
export function imageRows(contract: ServiceContract, image: Inspected): Row[] {
  return [
    ...configurationRows(contract, image),
    ...healthcheckRows(contract, image),
    ...variableRows(contract, image),
    ...labelRows(contract, image),
    ...fileRows(contract, image),
    ...leftoverRows(image),
    sizeRow(contract, image),
  ]
}

function configurationRows(
  { user, workdir, entrypoint, command, port }: ServiceContract,
  { config }: Inspected,
): Row[] {
  return [
    same('user', `${user.uid}:${user.gid}`, config.User ?? ''),
    same('working directory', workdir, config.WorkingDir ?? ''),
    same('entry point', JSON.stringify(entrypoint), JSON.stringify(config.Entrypoint ?? [])),
    same('command', JSON.stringify(command), JSON.stringify(config.Cmd ?? [])),
    same('port', port === undefined ? '' : `${port}/tcp`, Object.keys(config.ExposedPorts ?? {}).join(', ')),
  ]
}

function healthcheckRows({ healthcheck }: ServiceContract, { config }: Inspected): Row[] {
  if (!healthcheck) return [same('health check command', '[]', JSON.stringify(config.Healthcheck?.Test ?? []))]
  const { Test, Interval = 0, Timeout = 0, StartPeriod = 0, Retries = 0 } = config.Healthcheck ?? {}
  const seconds = (name: string, want: number, nanoseconds: number) =>
    same(`health check ${name}`, `${want}s`, `${nanoseconds / 1e9}s`)
  return [
    same('health check command', JSON.stringify(['CMD', ...healthcheck.command]), JSON.stringify(Test ?? [])),
    seconds('interval', healthcheck.interval, Interval),
    seconds('timeout', healthcheck.timeout, Timeout),
    seconds('start period', healthcheck.startPeriod, StartPeriod),
    same('health check retries', String(healthcheck.retries), String(Retries)),
  ]
}

/** Of a name that holds a secret, whoever gave it. */
const SECRET_NAME = /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE_KEY|API_KEY|ACCESS_KEY/i
const URL_WITH_PASSWORD = /\/\/[^\s/:@]+:[^\s/@]+@/

function variableRows({ variables, versionVariable }: ServiceContract, { config, base, history }: Inspected): Row[] {
  const set = environment(config.Env)
  const inherited = environment(base.Env)
  const expected = [...variables.filter(({ inImage }) => inImage).map(({ name }) => name), versionVariable]
  const secrets = variables.filter(({ secret }) => secret).map(({ name }) => name)
  const isSecret = (name: string, value: string) =>
    secrets.includes(name) || SECRET_NAME.test(name) || URL_WITH_PASSWORD.test(value)
  const assignments = history.flatMap((step) => [...step.matchAll(/\b([A-Za-z_]\w*)=(\S+)/g)])
  return [
    ...variables.filter(({ inImage }) => inImage).map((variable) => variableRow(variable, set)),
    { ...same(`variable ${versionVariable}`, 'any', set[versionVariable] ?? ''), holds: Boolean(set[versionVariable]) },
    none(
      'variables of no use',
      Object.keys(set).filter((name) => !(name in inherited) && !expected.includes(name)),
    ),
    none(
      'secrets in variables',
      Object.entries(set).flatMap(([name, value]) => (isSecret(name, value) ? [name] : [])),
    ),
    none(
      'secrets in the history',
      assignments.flatMap(([, name = '', value = '']) => (isSecret(name, value) ? [name] : [])),
    ),
  ]
}

function variableRow({ name, default: value = '' }: Variable, set: Record<string, string>): Row {
  return same(`variable ${name}`, value, set[name] ?? '')
}

function environment(lines: string[] | null | undefined): Record<string, string> {
  return Object.fromEntries((lines ?? []).map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]))
}

function labelRows({ image, description, versionVariable, labels }: ServiceContract, { config }: Inspected): Row[] {
  const fixed: Record<string, string> = {
    'org.opencontainers.image.title': image,
    'org.opencontainers.image.description': description,
    'org.opencontainers.image.version': environment(config.Env)[versionVariable] ?? '',
  }
  return labels.map((label) => {
    const got = config.Labels?.[label] ?? ''
    const want = fixed[label] ?? 'any'
    return { name: `label ${label}`, want, got, holds: got !== '' && (want === 'any' || want === got) }
  })
}

function fileRows({ user, workdir }: ServiceContract, { files, lost }: Inspected): Row[] {
  const own = files.filter(({ added }) => added)
  const isOurs = ({ path }: ImageFile) => path === workdir || path.startsWith(`${workdir}/`)
  const paths = (some: ImageFile[]) => some.map(({ path }) => path)
  const belongs = ({ uid, gid }: ImageFile) => uid === user.uid && gid === user.gid
  return [
    none('setuid or setgid files', paths(files.filter(({ type, mode }) => type === 'file' && mode & 0o6000))),
    none('files with capabilities', paths(files.filter(({ capable }) => capable))),
    none('files that others may write', paths(files.filter(isForOthers))),
    // The folder itself is made by WORKDIR, which knows no owner.
    none(
      'files of another owner',
      paths(own.filter((file) => isOurs(file) && file.path !== workdir && !belongs(file))),
    ),
    none(
      'files outside the working directory',
      paths(own.filter((file) => !isOurs(file) && file.type !== 'directory' && !isExpected(file))),
    ),
    none('files that a later layer hides', lost),
  ]
}

/** Of a base, devices and sticky folders such as /tmp are for everyone, and some logs are a group's that nobody here is in. */
function isForOthers({ type, mode, added }: ImageFile): boolean {
  if (type === 'link') return false
  if (added) return (mode & 0o022) !== 0
  return (mode & 0o002) !== 0 && (type === 'file' || (type === 'directory' && (mode & 0o1000) === 0))
}

/** The group of the contract's user stands in a file of the base. */
const isExpected = ({ path, stripped }: ImageFile) => path === '/etc/group' || stripped === true

/** What only a build or an intruder needs: of the image's own files. */
const LEFTOVERS: Record<string, RegExp> = {
  'source maps': /\.map$/,
  '.env files': /\/\.env[^/]*$/,
  'files of git': /\/\.git[^/]*(\/|$)/,
  tests: /^\/app\/(tests?|__tests__)(\/|$)|\.(test|spec)\.[cm]?[jt]sx?$/,
  sources: /^\/app\/(src|scripts)(\/|$)|\.(tsx?|tsbuildinfo)$/,
  'files of the build': /\/(\.npmrc|\.npm|\.dockerignore|Dockerfile|package-lock\.json|tsconfig[^/]*\.json)$/,
  'development packages':
    /\/node_modules\/(typescript|vitest|esbuild|@esbuild|@types|@biomejs|@next\/swc[^/]*|\.bin)(\/|$)/,
  keys: /\.(pem|key|p12|pfx)$|\/(id_(rsa|ed25519|ecdsa)|\.ssh|\.aws|\.docker|\.netrc)(\/|$)/,
}

/** The same of programs, those of the base too. */
const PROGRAMS: Record<string, RegExp> = {
  'package managers of Node': /\/(s?bin|node_modules)\/(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)$/,
  'build tools': /\/s?bin\/(gcc|g\+\+|cc|c\+\+|ld|make|cmake|python[\d.]*|go|cargo|rustc|git|tsc|esbuild)$/,
}

function leftoverRows({ files }: Inspected): Row[] {
  const own = files.filter(({ added }) => added)
  const found = (some: ImageFile[], pattern: RegExp) =>
    some.filter(({ path }) => pattern.test(path)).map(({ path }) => path)
  return [
    ...Object.entries(LEFTOVERS).map(([name, pattern]) => none(name, found(own, pattern))),
    ...Object.entries(PROGRAMS).map(([name, pattern]) => none(name, found(files, pattern))),
  ]
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

function sizeRow({ budget }: ServiceContract, { layers }: Inspected): Row {
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
  const holds = bytes <= budget
  const want = `at most ${megabytes(budget)}`
  const row: Row = { name: 'size above the base', want, got: megabytes(bytes), holds }
  return holds ? row : { ...row, detail: layerTable(layers) }
}

/** The largest layers, each with its largest files. */
function layerTable(layers: Inspected['layers']): string {
  const largest = [...layers].sort((one, other) => other.bytes - one.bytes).slice(0, 5)
  return largest
    .flatMap(({ bytes, command, largest: files }) => [
      `${megabytes(bytes).padStart(10)}  ${command.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
      ...files.map((file) => `${megabytes(file.bytes).padStart(10)}    ${file.path}`),
    ])
    .join('\n')
}
