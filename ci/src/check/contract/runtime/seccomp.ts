/** A profile as Docker, Podman and CRI-O write it: https://github.com/containers/common/blob/v0.50.1/pkg/seccomp/types.go */
export interface SeccompProfile {
  defaultAction: string
  defaultErrnoRet?: number
  archMap: { architecture: string; subArchitectures: string[] | null }[]
  syscalls: SyscallRule[]
}

interface SyscallRule {
  names: string[]
  action: string
  args?: object[] | null
  errnoRet?: number
  /** The rule holds only for these architectures, or for a process with these capabilities. */
  includes?: { arches?: string[]; caps?: string[] }
  /** The rule does not hold for these. */
  excludes?: { arches?: string[]; caps?: string[] }
}

/** https://github.com/opencontainers/runtime-spec/blob/v1.1.0/config-linux.md#seccomp */
export interface SeccompFilter {
  defaultAction: string
  defaultErrnoRet?: number
  architectures: string[]
  syscalls: Pick<SyscallRule, 'names' | 'action' | 'args' | 'errnoRet'>[]
}

/** Node's names of architectures, as the profile names them in its rules and in its map. */
const ARCHITECTURES: Record<string, { rule: string; map: string }> = {
  x64: { rule: 'amd64', map: 'SCMP_ARCH_X86_64' },
  arm64: { rule: 'arm64', map: 'SCMP_ARCH_AARCH64' },
}

/**
 * The filter that a profile means for a process without any capability.
 * @param arch the processor, as `process.arch` names it
 * @throws for a processor that the profile is not known for
 */
export function seccompFilter({ archMap, syscalls, ...profile }: SeccompProfile, arch: string): SeccompFilter {
  const names = ARCHITECTURES[arch]
  const native = archMap.find(({ architecture }) => architecture === names?.map)
  if (!names || !native) throw new Error(`the seccomp profile has no architecture for ${arch}`)
  return {
    defaultAction: profile.defaultAction,
    ...(profile.defaultErrnoRet !== undefined && { defaultErrnoRet: profile.defaultErrnoRet }),
    architectures: [native.architecture, ...(native.subArchitectures ?? [])],
    syscalls: syscalls.filter((rule) => holds(rule, names.rule)).map(withoutConditions),
  }
}

function holds({ includes, excludes }: SyscallRule, arch: string): boolean {
  if (includes?.caps?.length) return false
  if (includes?.arches?.length && !includes.arches.includes(arch)) return false
  return !excludes?.arches?.includes(arch)
}

const withoutConditions = ({ names, action, args, errnoRet }: SyscallRule) => ({
  names,
  action,
  ...(args?.length && { args }),
  ...(errnoRet !== undefined && { errnoRet }),
})
