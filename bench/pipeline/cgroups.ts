import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Linux's memory accounting: control groups version 2, or version 1. */
const VERSIONS = [
  {
    root: '/sys/fs/cgroup',
    usage: 'memory.current',
    inactiveFiles: /^inactive_file (\d+)$/m,
    isAvailable: () => existsSync('/sys/fs/cgroup/cgroup.controllers'),
  },
  {
    root: '/sys/fs/cgroup/memory',
    usage: 'memory.usage_in_bytes',
    inactiveFiles: /^total_inactive_file (\d+)$/m,
    isAvailable: () => existsSync('/sys/fs/cgroup/memory/memory.stat'),
  },
]

const version = VERSIONS.find(({ isAvailable }) => isAvailable())

export const hasCgroups = version !== undefined

/** Finds all groups without children, such as those of containers. */
export function leafGroups(path = version?.root ?? ''): string[] {
  const children = listFolders(path).flatMap((name) => leafGroups(join(path, name)))
  return children.length > 0 ? children : [path]
}

/** A container's working set in bytes, as in Kubernetes: memory without inactive file pages. 0 if the group no longer exists. */
export function workingSet(group: string): number {
  const [usage, statistics] = [version?.usage ?? '', 'memory.stat'].map((file) => readText(join(group, file)))
  const inactiveFiles = Number(version?.inactiveFiles.exec(statistics ?? '')?.[1] ?? 0)
  return Math.max(0, Number(usage) - inactiveFiles)
}

/** Groups can disappear while they are read. */
const isGone = (error: unknown) => ['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')

function listFolders(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isGone(error)) return ''
    throw error
  }
}
