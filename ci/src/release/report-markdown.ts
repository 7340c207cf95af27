import { formatMegabytes } from '../lib/megabytes.js'
import { PROVENANCE } from './attestations.js'
import { digestReference } from './image-reference.js'
import type { PreviousRelease } from './previous.js'
import type { Report, ReportedImage, ReportedPlatform } from './report.js'

/** The format of a report. */
export enum Format {
  /** For people, and for GitHub's step summary. */
  Markdown = 'MARKDOWN',
  /** For programs. */
  Json = 'JSON',
}

/** Formats a report as Markdown or JSON. */
export const formatReport = (report: Report, format: Format): string =>
  format === Format.Json ? `${JSON.stringify(report, null, 2)}\n` : `${sections(report).join('\n\n')}\n`

const STATES: Record<Report['state'], { title: string; summary: string }> = {
  plan: { title: 'Plan of release', summary: 'Nothing was tested or scanned yet, and no registry was contacted.' },
  'dry run': { title: 'Plan of release', summary: 'A dry run: no registry was contacted or changed.' },
  released: { title: 'Release', summary: 'Every tag was read back from the registry.' },
}

function sections(report: Report): string[] {
  const { title, summary } = STATES[report.state]
  return [
    `# ${title} ${report.version}`,
    `${summary}${report.retries ? ` Transient errors were retried ${report.retries} times.` : ''}`,
    ...report.overwritten.map(({ tag, digest }) => `**Overwritten**: \`${tag}\` pointed to \`${digest}\` before.`),
    '## Source',
    markdownTable(['field', 'value'], sourceRows(report)),
    '## Images',
    markdownTable(['image', 'digest', 'size', 'above its base', 'tags'], report.images.map(imageRow)),
    ...(report.notRun.length ? [notRunText(report.notRun)] : []),
    ...(report.state === 'plan' ? ['## Gates', GATES] : resultSections(report)),
    ...(report.state === 'released' ? ['## Verify', ...verifySections(report)] : []),
  ]
}

function sourceRows({ commit, ref, created, source, base, apiUrl }: Report): string[][] {
  return [
    ['commit', `\`${commit}\``],
    ['ref', `\`${ref}\``],
    ['date', created],
    ...(source ? [['source', source]] : []),
    ['base', `\`${base}\``],
    ['NEXT_PUBLIC_API_URL', apiUrl],
  ]
}

/** The conditions of `publish`, in the order in which it checks them. */
const GATES = [
  '1. every check of `dagger call test`',
  '2. no known vulnerability at or above `--fail-on` (default `HIGH`)',
  '3. no version tag (**bold** above) points to another digest already',
  '4. every image is pushed by digest, read back and, with `--signing-key`, signed before a tag moves',
].join('\n')

const notRunText = (platforms: string[]) =>
  `The images for ${platforms.join(' and ')} were built and scanned like the others, but not run by any check: this engine has another platform.`

function imageRow({ address, digest, platforms, tags, previous }: ReportedImage): string[] {
  const tagNames = tags.map(({ name, immutable }) => (immutable ? `**\`${name}\`**` : `\`${name}\``)).join(' ')
  const each = (text: (platform: ReportedPlatform) => string) =>
    platforms.map((one) => (platforms.length > 1 ? `${one.name} ${text(one)}` : text(one))).join('<br>')
  return [
    address,
    `\`${digest}\``,
    each((one) => `${megabytes(one.size)}${change(one, previous)}`),
    each(({ added }) => megabytes(added)),
    tagNames,
  ]
}

const megabytes = (bytes: number) => formatMegabytes(bytes, 2)

function change({ name, size }: ReportedPlatform, previous?: PreviousRelease): string {
  if (previous?.platform !== name) return ''
  const difference = size - previous.size
  return ` (${difference < 0 ? '-' : '+'}${megabytes(Math.abs(difference))} since ${previous.version})`
}

function resultSections({ tests, scans }: Report): string[] {
  const verdicts = scans.map(({ text }) => text).join('\n')
  return ['## Tests', fenced(tests.join('\n')), '## Known vulnerabilities', fenced(verdicts)]
}

function verifySections({ images, signature, commit }: Report): string[] {
  const addresses = images.map((image) => digestReference({ address: image.address, layout: image }))
  if (!signature)
    return [
      'Not signed: `--signing-key` was not given.',
      fenced(addresses.map((one) => `docker pull ${one}`).join('\n')),
    ]
  const { publicKey } = signature
  const verifyFlags = publicKey ? '--key=cosign.pub' : '--identity=IDENTITY --issuer=ISSUER'
  const cosignFlags = publicKey
    ? '--key=cosign.pub --insecure-ignore-tlog=true'
    : '--certificate-identity=IDENTITY --certificate-oidc-issuer=ISSUER'
  return [
    ...(publicKey ? ['With this public key in `cosign.pub`:', fenced(publicKey)] : []),
    fenced(
      addresses
        .flatMap((one) => [
          `dagger call verify --image=${one} ${verifyFlags} --commit=${commit}`,
          `cosign verify ${cosignFlags} ${one}`,
          `cosign verify-attestation ${cosignFlags} --type=${PROVENANCE} ${one}`,
        ])
        .join('\n'),
    ),
  ]
}

const markdownTable = (head: string[], lines: string[][]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const fenced = (text: string) => `\`\`\`\n${text.trimEnd()}\n\`\`\``
