import { describe, expect, it } from 'vitest'
import { parseStatus } from '../../../../src/check/contract/runtime/process-state.js'

const STATUS = `Name:\tnode
Uid:\t1000\t1000\t1000\t1000
Gid:\t1001\t1001\t1001\t1001
NSpid:\t1234\t7\t1
CapInh:\t0000000000000000
CapPrm:\t0000000000000001
CapEff:\t0000000000000002
CapBnd:\t0000000000000003
CapAmb:\t0000000000000004
NoNewPrivs:\t1
Seccomp:\t2
Seccomp_filters:\t1
`

describe('the state of a process', () => {
  it('is read from the status that the kernel gives, with its id in its own namespace', () => {
    expect(parseStatus(STATUS)).toEqual({
      pid: 1,
      uid: 1000,
      gid: 1001,
      noNewPrivileges: true,
      seccompFilter: true,
      capabilities: {
        inheritable: '0000000000000000',
        permitted: '0000000000000001',
        effective: '0000000000000002',
        bounding: '0000000000000003',
        ambient: '0000000000000004',
      },
    })
  })

  it('shows missing restrictions', () => {
    const open = STATUS.replace('NoNewPrivs:\t1', 'NoNewPrivs:\t0').replace('Seccomp:\t2', 'Seccomp:\t0')
    expect(parseStatus(open)).toMatchObject({ noNewPrivileges: false, seccompFilter: false })
  })
})
