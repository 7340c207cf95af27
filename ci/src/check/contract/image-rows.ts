import { formatMegabytes } from '../../lib/megabytes.js'
import type { ServiceContract, Variable } from '../../project/contract-types.js'
import type { ImageFile, Inspected } from './inspected.js'
import { emptyRow, equalRow, type Row } from './row.js'

/** The rows of the contract about an image's configuration and files. */
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
    equalRow('user', `${user.uid}:${user.gid}`, config.User ?? ''),
    equalRow('working directory', workdir, config.WorkingDir ?? ''),
    equalRow('entry point', JSON.stringify(entrypoint), JSON.stringify(config.Entrypoint ?? [])),
    equalRow('command', JSON.stringify(command), JSON.stringify(config.Cmd ?? [])),
    equalRow('port', port === undefined ? '' : `${port}/tcp`, Object.keys(config.ExposedPorts ?? {}).join(', ')),
  ]
}

function healthcheckRows({ healthcheck }: ServiceContract, { config }: Inspected): Row[] {
  if (!healthcheck) return [equalRow('health check command', '[]', JSON.stringify(config.Healthcheck?.Test ?? []))]
  const { Test, Interval = 0, Timeout = 0, StartPeriod = 0, Retries = 0 } = config.Healthcheck ?? {}
  const seconds = (name: string, want: number, nanoseconds: number) =>
    equalRow(`health check ${name}`, `${want}s`, `${nanoseconds / 1e9}s`)
  return [
    equalRow('health check command', JSON.stringify(['CMD', ...healthcheck.command]), JSON.stringify(Test ?? [])),
    seconds('interval', healthcheck.interval, Interval),
    seconds('timeout', healthcheck.timeout, Timeout),
    seconds('start period', healthcheck.startPeriod, StartPeriod),
    equalRow('health check retries', String(healthcheck.retries), String(Retries)),
  ]
}

/** Names of variables that contain a secret, in the contract or not. */
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
    {
      ...equalRow(`variable ${versionVariable}`, 'any', set[versionVariable] ?? ''),
      passed: Boolean(set[versionVariable]),
    },
    emptyRow(
      'variables of no use',
      Object.keys(set).filter((name) => !(name in inherited) && !expected.includes(name)),
    ),
    emptyRow(
      'secrets in variables',
      Object.entries(set).flatMap(([name, value]) => (isSecret(name, value) ? [name] : [])),
    ),
    emptyRow(
      'secrets in the history',
      assignments.flatMap(([, name = '', value = '']) => (isSecret(name, value) ? [name] : [])),
    ),
  ]
}

function variableRow({ name, default: value = '' }: Variable, set: Record<string, string>): Row {
  return equalRow(`variable ${name}`, value, set[name] ?? '')
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
    return { name: `label ${label}`, want, got, passed: got !== '' && (want === 'any' || want === got) }
  })
}

function fileRows({ user, workdir }: ServiceContract, { files, shadowedFiles }: Inspected): Row[] {
  const own = files.filter(({ added }) => added)
  const isInWorkdir = ({ path }: ImageFile) => path === workdir || path.startsWith(`${workdir}/`)
  const paths = (files: ImageFile[]) => files.map(({ path }) => path)
  const hasOwner = ({ uid, gid }: ImageFile) => uid === user.uid && gid === user.gid
  return [
    emptyRow('setuid or setgid files', paths(files.filter(({ type, mode }) => type === 'file' && mode & 0o6000))),
    emptyRow('files with capabilities', paths(files.filter(({ capable }) => capable))),
    emptyRow('files that others may write', paths(files.filter(isForOthers))),
    // Without the folder itself: WORKDIR creates it and has no option for an owner.
    emptyRow(
      'files of another owner',
      paths(own.filter((file) => isInWorkdir(file) && file.path !== workdir && !hasOwner(file))),
    ),
    emptyRow(
      'files outside the working directory',
      paths(own.filter((file) => !isInWorkdir(file) && file.type !== 'directory' && !isExpected(file))),
    ),
    emptyRow('files that a later layer hides', shadowedFiles),
  ]
}

/** In a base image, devices and sticky folders such as /tmp may be writable for all, and some logs for groups without members. */
function isForOthers({ type, mode, added }: ImageFile): boolean {
  if (type === 'link') return false
  if (added) return (mode & 0o022) !== 0
  return (mode & 0o002) !== 0 && (type === 'file' || (type === 'directory' && (mode & 0o1000) === 0))
}

/** The build adds the user's group to a file of the base. */
const isExpected = ({ path, stripped }: ImageFile) => path === '/etc/group' || stripped === true

/** Files that only a build or an attacker needs, among the image's own files. */
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

/** Programs that only a build or an attacker needs, in the base too. */
const PROGRAMS: Record<string, RegExp> = {
  'package managers of Node': /\/(s?bin|node_modules)\/(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)$/,
  'build tools': /\/s?bin\/(gcc|g\+\+|cc|c\+\+|ld|make|cmake|python[\d.]*|go|cargo|rustc|git|tsc|esbuild)$/,
}

function leftoverRows({ files }: Inspected): Row[] {
  const own = files.filter(({ added }) => added)
  const matching = (files: ImageFile[], pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).map(({ path }) => path)
  return [
    ...Object.entries(LEFTOVERS).map(([name, pattern]) => emptyRow(name, matching(own, pattern))),
    ...Object.entries(PROGRAMS).map(([name, pattern]) => emptyRow(name, matching(files, pattern))),
  ]
}

function sizeRow({ budget }: ServiceContract, { layers }: Inspected): Row {
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
  const passed = bytes <= budget
  const want = `at most ${formatMegabytes(budget)}`
  const row: Row = { name: 'size above the base', want, got: formatMegabytes(bytes), passed }
  return passed ? row : { ...row, detail: layerTable(layers) }
}

/** The largest layers, each with its largest files. */
function layerTable(layers: Inspected['layers']): string {
  const largest = [...layers].sort((one, other) => other.bytes - one.bytes).slice(0, 5)
  return largest
    .flatMap(({ bytes, command, largest: files }) => [
      `${formatMegabytes(bytes).padStart(10)}  ${command.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
      ...files.map((file) => `${formatMegabytes(file.bytes).padStart(10)}    ${file.path}`),
    ])
    .join('\n')
}
