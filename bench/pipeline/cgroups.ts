import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where Linux accounts for memory: control groups of version 2, or of version 1. */
const VERSIONS = [
  {
    root: '/sys/fs/cgroup',
    usage: 'memory.current',
    idle: /^inactive_file (\d+)$/m,
    isThere: () => existsSync('/sys/fs/cgroup/cgroup.controllers'),
  },
  {
    root: '/sys/fs/cgroup/memory',
    usage: 'memory.usage_in_bytes',
    idle: /^total_inactive_file (\d+)$/m,
    isThere: () => existsSync('/sys/fs/cgroup/memory/memory.stat'),
  },
]

const version = VERSIONS.find(({ isThere }) => isThere())

export const hasCgroups = version !== undefined

/** The paths of all groups that have none below them: what containers are. */
export function leafGroups(path = version?.root ?? ''): string[] {
  const below = foldersOf(path).flatMap((name) => leafGroups(join(path, name)))
  return below.length > 0 ? below : [path]
}

/** What counts as a container's memory for Kubernetes too: without the pages of files that nobody uses. 0 if it has gone. */
export function workingSet(group: string): number {
  const [usage, statistics] = [version?.usage ?? '', 'memory.stat'].map((file) => textOf(join(group, file)))
  const idle = Number(version?.idle.exec(statistics ?? '')?.[1] ?? 0)
  return Math.max(0, Number(usage) - idle)
}

/** Groups go while they are looked at. */
const gone = (error: unknown) => ['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')

function foldersOf(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (gone(error)) return []
    throw error
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (gone(error)) return ''
    throw error
  }
}
