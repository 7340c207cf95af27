// Runs in the toolbox's container, by Node alone: it imports nothing but Node's own.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

/** Kinds of objects in a pack: a delta names its base by an offset or by its id. */
const COMMIT = 1
const OFFSET_DELTA = 6
const REFERENCE_DELTA = 7

/** What the container runs: the date of a commit (its committer's), in seconds since 1970, to a file. */
export function main(gitFolder: string, commit: string, to: string): void {
  writeFileSync(to, String(commitDate(gitFolder, commit)))
}

/**
 * When a commit was made, in seconds since 1970. The image that the pipeline's tools run in has no git.
 * @param gitFolder the `.git` folder of a clone
 * @throws if the clone has no such commit
 */
export function commitDate(gitFolder: string, commit: string): number {
  const text = looseCommit(gitFolder, commit) ?? packedCommit(gitFolder, commit)
  const [, seconds] = /^committer .* (\d+) [+-]\d{4}$/m.exec(text ?? '') ?? []
  if (!seconds) throw new Error(`commit ${commit} is not in the checkout`)
  return Number(seconds)
}

function looseCommit(gitFolder: string, commit: string): string | undefined {
  const file = join(gitFolder, 'objects', commit.slice(0, 2), commit.slice(2))
  return existsSync(file) ? inflateSync(readFileSync(file)).toString() : undefined
}

function packedCommit(gitFolder: string, commit: string): string | undefined {
  const folder = join(gitFolder, 'objects', 'pack')
  const packs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pack')) : []
  for (const pack of packs) {
    const found = commitIn(readFileSync(join(folder, pack)), commit)
    if (found) return found
  }
  return undefined
}

/** https://git-scm.com/docs/gitformat-pack: objects in a row behind a header of 12 bytes, each with its own small header. */
function commitIn(pack: Buffer, commit: string): string | undefined {
  const count = pack.readUInt32BE(8)
  for (let object = 0, at = 12; object < count; object++) {
    const type = ((pack[at] ?? 0) >> 4) & 7
    at = afterVarint(pack, at)
    if (type === OFFSET_DELTA) at = afterVarint(pack, at)
    if (type === REFERENCE_DELTA) at += commit.length / 2
    const { buffer, engine } = inflateSync(pack.subarray(at), { info: true }) as unknown as Inflated
    at += engine.bytesWritten
    if (type === COMMIT && commitId(buffer) === commit) return buffer.toString()
  }
  return undefined
}

/** What `info: true` adds to the result, which the types of Node don't say. */
interface Inflated {
  buffer: Buffer
  engine: { bytesWritten: number }
}

function afterVarint(pack: Buffer, from: number): number {
  let at = from
  while ((pack[at] ?? 0) & 0x80) at++
  return at + 1
}

const commitId = (body: Buffer) => createHash('sha1').update(`commit ${body.length}\0`).update(body).digest('hex')
