// Runs in a container, by Node alone, in front of a registry. It imports nothing but Node's own.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

/** What the proxy does beside passing on. */
export interface Mode {
  /** Fails requests in turn: answers 500, drops them before or after the registry saw them, and delays. */
  flaky?: boolean
  /** Fails each request that moves this tag, without the registry seeing it. */
  stuckTag?: string
  /** Flips a byte in each layer that is read. */
  damaged?: boolean
  /** Adds the referrers API of OCI 1.1, which registry:2 does not have. */
  referrers?: boolean
}

const UPSTREAM = 'upstream'
const PORT = 5000
const HTTPS_PORT = 443
const DELAY_MS = 400
/** In turn, with requests between them that pass; the lengths have no common factor with a client's own rhythm. */
const FAULTS = [
  'pass',
  '500',
  'pass',
  'drop',
  'pass',
  'delay',
  'pass',
  'lose the answer',
  'pass',
  'pass',
  'pass',
] as const

/** Descriptors of manifests by what they refer to. */
const referrers = new Map<string, object[]>()
let requests = 0

/** Answers on port 5000; `/requests` says how many requests there were to the registry, and connections to where https is spoken. */
export function main(options: string): void {
  const mode = JSON.parse(options) as Mode
  createServer((asked, answer) => {
    if (asked.url === '/requests') return answer.end(String(requests))
    const fault = mode.flaky ? FAULTS[requests % FAULTS.length] : 'pass'
    requests++
    return handle(mode, fault, asked, answer)
  }).listen(PORT)
  createTcpServer((socket) => {
    requests++
    socket.destroy()
  }).listen(HTTPS_PORT)
}

function handle(mode: Mode, fault: string | undefined, asked: IncomingMessage, answer: ServerResponse): unknown {
  const stuck = mode.stuckTag && asked.method === 'PUT' && asked.url?.endsWith(`/manifests/${mode.stuckTag}`)
  if (fault === '500' || stuck) return asked.resume().on('end', () => answer.writeHead(500).end())
  if (fault === 'drop') return asked.socket.destroy()
  if (mode.referrers && asked.url?.includes('/referrers/')) return listReferrers(asked, answer)
  if (fault === 'delay') return setTimeout(() => pass(mode, false, asked, answer), DELAY_MS)
  return pass(mode, fault === 'lose the answer', asked, answer)
}

function pass(mode: Mode, lose: boolean, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, url, headers } = asked
  const manifest = mode.referrers && method === 'PUT' && url?.includes('/manifests/')
  const upstream = request({ host: UPSTREAM, port: PORT, method, path: url, headers }, (from) => {
    if (lose) return void asked.socket.destroy()
    const { 'content-length': length, ...others } = from.headers
    answer.writeHead(from.statusCode ?? 502, { ...others, ...(length ? { 'content-length': length } : {}) })
    if (mode.damaged && method === 'GET' && url?.includes('/blobs/') && Number(length) > 10_000) damage(from, answer)
    else from.pipe(answer)
  })
  upstream.on('error', () => answer.destroy())
  const body: Buffer[] = []
  asked.on('data', (chunk: Buffer) => manifest && body.push(chunk))
  asked.on('end', () => manifest && remember(Buffer.concat(body)))
  asked.pipe(upstream)
}

function damage(from: IncomingMessage, answer: ServerResponse): void {
  const body: Buffer[] = []
  from
    .on('data', (chunk: Buffer) => body.push(chunk))
    .on('end', () => {
      const bytes = Buffer.concat(body)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      answer.end(bytes)
    })
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers */
function listReferrers(asked: IncomingMessage, answer: ServerResponse): void {
  const digest = asked.url?.split('/').at(-1)?.split('?')[0] ?? ''
  answer.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' })
  answer.end(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: referrers.get(digest) ?? [],
    }),
  )
}

function remember(body: Buffer): void {
  const { subject, mediaType, artifactType, config, annotations } = JSON.parse(body.toString())
  if (!subject) return
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
  const known = referrers.get(subject.digest) ?? []
  const described = {
    mediaType,
    digest,
    size: body.length,
    artifactType: artifactType ?? config.mediaType,
    annotations,
  }
  referrers.set(subject.digest, [...known, described])
}
