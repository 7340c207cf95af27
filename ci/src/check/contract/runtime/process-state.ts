// Prints the state of a service's first process as JSON (ProcessState). It runs beside the container and not inside it, so that it
// needs nothing of the image: as the service's user, in a PID namespace that has the process.
//   node process-state.ts PID
import { accessSync, constants, type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ProcessState } from '../observed.ts'

export function main(pid: string): void {
  if (existsSync(`/proc/${pid}`)) process.stdout.write(JSON.stringify(processState(pid)))
}

function processState(pid: string): ProcessState {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  return {
    ...parseStatus(readFileSync(`/proc/${pid}/status`, 'utf8')),
    command,
    writable: writablePaths(`/proc/${pid}/root`),
    zombies: zombiesOf(Number(pid)),
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
export function parseStatus(status: string): Omit<ProcessState, 'command' | 'writable' | 'zombies'> {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1]?.trim() ?? ''
  const numbers = (name: string) => field(name).split(/\s+/).filter(Boolean).map(Number)
  return {
    pid: numbers('NSpid').at(-1) ?? Number.NaN,
    uid: numbers('Uid')[1] ?? Number.NaN,
    gid: numbers('Gid')[1] ?? Number.NaN,
    noNewPrivileges: field('NoNewPrivs') === '1',
    seccompFilter: field('Seccomp') === '2',
    capabilities: {
      inheritable: field('CapInh'),
      permitted: field('CapPrm'),
      effective: field('CapEff'),
      bounding: field('CapBnd'),
      ambient: field('CapAmb'),
    },
  }
}

/** The kernel's own trees, and /dev, where each container has a small memory of its own. */
const LEFT_OUT = ['/proc', '/sys', '/dev']

function writablePaths(root: string, folder = ''): string[] {
  if (LEFT_OUT.includes(folder)) return []
  if (mayWrite(root + folder)) return [folder || '/']
  return entries(root + folder).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return writablePaths(root, path)
    return !entry.isSymbolicLink() && mayWrite(root + path) ? [path] : []
  })
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** A folder that the user may not read holds nothing that it may write by name. */
function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function zombiesOf(parent: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(stateAndParent).filter(([state, ppid]) => state === 'Z' && Number(ppid) === parent).length
}

/** The first fields after the name, which is in brackets. Empty for a process that is gone meanwhile. */
function stateAndParent(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
