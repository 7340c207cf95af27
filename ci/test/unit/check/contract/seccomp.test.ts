import { describe, expect, it } from 'vitest'
import { seccompFilter } from '../../../../src/check/contract/runtime/seccomp.js'

const PROFILE = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: 38,
  archMap: [
    { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
    { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: null },
  ],
  syscalls: [
    { names: ['read', 'write'], action: 'SCMP_ACT_ALLOW', args: [], includes: {}, excludes: {} },
    { names: ['chroot'], action: 'SCMP_ACT_ALLOW', includes: { caps: ['CAP_SYS_CHROOT'] } },
    { names: ['chroot'], action: 'SCMP_ACT_ERRNO', errnoRet: 1, excludes: { caps: ['CAP_SYS_CHROOT'] } },
    { names: ['arch_prctl'], action: 'SCMP_ACT_ALLOW', includes: { arches: ['amd64', 'x32'] } },
    { names: ['iopl'], action: 'SCMP_ACT_ALLOW', excludes: { arches: ['arm64'] } },
    { names: ['personality'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 8, op: 'SCMP_CMP_EQ' }] },
  ],
}

const namesOn = (arch: string) => seccompFilter(PROFILE, arch).syscalls.map(({ names }) => names.join(' '))

describe('the seccomp filter of a process without capabilities', () => {
  it('leaves out the rules for a capability, and keeps those for a process without it', () => {
    const chroot = seccompFilter(PROFILE, 'x64').syscalls.filter(({ names }) => names.includes('chroot'))
    expect(chroot).toEqual([{ names: ['chroot'], action: 'SCMP_ACT_ERRNO', errnoRet: 1 }])
  })

  it('has the rules of its own processor', () => {
    expect(namesOn('x64')).toEqual(['read write', 'chroot', 'arch_prctl', 'iopl', 'personality'])
    expect(namesOn('arm64')).toEqual(['read write', 'chroot', 'personality'])
  })

  it('names the processor and those whose programs it runs too', () => {
    expect(seccompFilter(PROFILE, 'x64').architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'])
    expect(seccompFilter(PROFILE, 'arm64').architectures).toEqual(['SCMP_ARCH_AARCH64'])
  })

  it('keeps what the profile does by default, and the arguments of a rule', () => {
    const filter = seccompFilter(PROFILE, 'x64')
    expect(filter).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 })
    expect(filter.syscalls.at(-1)?.args).toEqual([{ index: 0, value: 8, op: 'SCMP_CMP_EQ' }])
  })

  it('is not made for a processor that the profile does not know', () => {
    expect(() => seccompFilter(PROFILE, 's390x')).toThrow('the seccomp profile has no architecture for s390x')
  })
})
