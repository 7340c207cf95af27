import { created } from '../build/oci-annotations.js'
import { day } from '../scan/policy.js'
import { type Verdict, verdictText } from '../scan/scan.js'
import { PROVENANCE } from './attestations.js'
import type { Plan } from './plan.js'
import type { Previous } from './previous.js'
import { pinned, type Released, unreleased } from './push.js'
import type { ReadySigner } from './sign.js'

/** How a report is written. */
export enum Format {
  /** For people, and for GitHub's step summary. */
  Markdown = 'MARKDOWN',
  /** For programs. */
  Json = 'JSON',
}

/** All that is to be known of a release, or of one to come. */
export interface Report {
  state: 'plan' | 'dry run' | 'released'
  version: string
  commit: string
  ref: string
  /** The commit's date. */
  created: string
  source?: string | undefined
  /** The base image with its digest. */
  base: string
  apiUrl: string
  images: ReportedImage[]
  /** The platforms whose images were built and scanned, and run by no check. */
  notRun: string[]
  /** What ran and passed; a plan has run nothing. */
  tests: string[]
  scans: ReportedScan[]
  /** Version tags that named another digest until now. */
  overwritten: Released['overwritten']
  /** How often something transient was tried again. */
  retries: number
  /** How the images are signed; missing if they are not. */
  signature?: { publicKey?: string | undefined } | undefined
}

/** The findings of an image that passed. */
export interface ReportedScan {
  name: string
  packages: number
  /** The date of the vulnerability database. */
  database: string
  /** What an exception let pass. */
  excepted: { id: string; package: string; reason: string; expires: string }[]
  /** All of it, for people. */
  text: string
}

export interface ReportedImage {
  name: string
  address: string
  digest: string
  platforms: ReportedPlatform[]
  tags: { name: string; reason: string; immutable: boolean }[]
  /** The release before it, where the registry has one. */
  previous?: Previous | undefined
}

export interface ReportedPlatform {
  /** `linux/amd64`. */
  name: string
  /** Of its manifest; the image's own digest, if it is for no other platform. */
  digest: string
  /** Compressed bytes of all layers, and of those above the base image. */
  size: number
  added: number
}

interface Results {
  state: Report['state']
  tests: string
  scans: Verdict[]
  previous: Record<string, Previous>
  signer?: ReadySigner | undefined
}

/** What was, or is to be, released. */
export function report(made: Plan, released: Released, { state, tests, scans, previous, signer }: Results): Report {
  const { version, commit, ref, source, base, apiUrl, notRun } = made
  return {
    ...{ state, version, commit, ref, created: created(made), source, base, apiUrl, notRun },
    images: released.images.map(({ name, address, tags, layout: { digest, platforms } }) => ({
      ...{ name, address, digest, tags },
      platforms: platforms.map(({ platform, digest, size, added }) => ({ name: platform, digest, size, added })),
      previous: previous[name],
    })),
    tests: tests.split('\n').filter(Boolean),
    scans: scans.map(reportedScan),
    overwritten: released.overwritten,
    retries: released.retries,
    signature: signer && { publicKey: signer.publicKey },
  }
}

const reportedScan = (verdict: Verdict): ReportedScan => ({
  name: verdict.name,
  packages: verdict.packages,
  database: day(verdict.built),
  excepted: verdict.excepted.map(({ exception: { id, reason, expires }, purl }) => ({
    id,
    package: purl,
    reason,
    expires,
  })),
  text: verdictText(verdict),
})

/** A plan has run no gate and asked no registry. */
export function planReport(made: Plan, repository = 'REPOSITORY'): Report {
  return report(made, unreleased(made.images, { repository }), { state: 'plan', tests: '', scans: [], previous: {} })
}

/** A report as text. */
export const formatted = (data: Report, format: Format): string =>
  format === Format.Json ? `${JSON.stringify(data, null, 2)}\n` : `${markdown(data).join('\n\n')}\n`

const STATES: Record<Report['state'], { title: string; says: string }> = {
  plan: { title: 'Plan of release', says: 'Nothing was tested or scanned yet, and no registry was asked.' },
  'dry run': { title: 'Plan of release', says: 'A dry run: no registry was asked or changed.' },
  released: { title: 'Release', says: 'Every tag was read back from the registry.' },
}

function markdown(data: Report): string[] {
  const { title, says } = STATES[data.state]
  return [
    `# ${title} ${data.version}`,
    `${says}${data.retries ? ` What was transient was tried again ${data.retries} times.` : ''}`,
    ...data.overwritten.map(({ tag, digest }) => `**Overwritten**: \`${tag}\` was \`${digest}\` until now.`),
    '## Made of',
    rows(['what', 'value'], madeOf(data)),
    '## Images',
    rows(['image', 'digest', 'size', 'above its base', 'tags'], data.images.map(imageRow)),
    ...(data.notRun.length ? [notRunText(data.notRun)] : []),
    ...(data.state === 'plan' ? ['## Gates', GATES] : passed(data)),
    ...(data.state === 'released' ? ['## Verify', ...verification(data)] : []),
  ]
}

function madeOf({ commit, ref, created, source, base, apiUrl }: Report): string[][] {
  return [
    ['commit', `\`${commit}\``],
    ['ref', `\`${ref}\``],
    ['date', created],
    ...(source ? [['source', source]] : []),
    ['base', `\`${base}\``],
    ['NEXT_PUBLIC_API_URL', apiUrl],
  ]
}

/** What publish waits for, in its order. */
const GATES = [
  '1. every check of `dagger call test`',
  '2. no known vulnerability at or above `--fail-on` (default `HIGH`)',
  '3. no version tag (**bold** above) names another digest already',
  '4. every image is pushed by digest, read back and, with `--signing-key`, signed before a tag moves',
].join('\n')

const notRunText = (platforms: string[]) =>
  `The images for ${platforms.join(' and ')} were made and scanned like the others, and none of the checks ran them: this engine is of another platform.`

function imageRow({ address, digest, platforms, tags, previous }: ReportedImage): string[] {
  const named = tags.map(({ name, immutable }) => (immutable ? `**\`${name}\`**` : `\`${name}\``)).join(' ')
  const each = (text: (platform: ReportedPlatform) => string) =>
    platforms.map((one) => (platforms.length > 1 ? `${one.name} ${text(one)}` : text(one))).join('<br>')
  return [
    address,
    `\`${digest}\``,
    each((one) => `${megabytes(one.size)}${change(one, previous)}`),
    each(({ added }) => megabytes(added)),
    named,
  ]
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`

function change({ name, size }: ReportedPlatform, previous?: Previous): string {
  if (previous?.platform !== name) return ''
  const difference = size - previous.size
  return ` (${difference < 0 ? '-' : '+'}${megabytes(Math.abs(difference))} since ${previous.version})`
}

function passed({ tests, scans }: Report): string[] {
  const verdicts = scans.map(({ text }) => text).join('\n')
  return ['## Tests', fenced(tests.join('\n')), '## Known vulnerabilities', fenced(verdicts)]
}

function verification({ images, signature, commit }: Report): string[] {
  const addresses = images.map((image) => pinned({ address: image.address, layout: image }))
  if (!signature)
    return [
      'Not signed: there was no `--signing-key`.',
      fenced(addresses.map((one) => `docker pull ${one}`).join('\n')),
    ]
  const { publicKey } = signature
  const by = publicKey ? '--key=cosign.pub' : '--identity=WHO --issuer=OIDC_ISSUER'
  const trusted = publicKey
    ? '--key=cosign.pub --insecure-ignore-tlog=true'
    : '--certificate-identity=WHO --certificate-oidc-issuer=OIDC_ISSUER'
  return [
    ...(publicKey ? ['With this in `cosign.pub`:', fenced(publicKey)] : []),
    fenced(
      addresses
        .flatMap((one) => [
          `dagger call verify --image=${one} ${by} --commit=${commit}`,
          `cosign verify ${trusted} ${one}`,
          `cosign verify-attestation ${trusted} --type=${PROVENANCE} ${one}`,
        ])
        .join('\n'),
    ),
  ]
}

const rows = (head: string[], lines: string[][]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const fenced = (text: string) => `\`\`\`\n${text.trimEnd()}\n\`\`\``
