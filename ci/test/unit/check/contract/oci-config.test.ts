import { describe, expect, it } from 'vitest'
import { ociConfig } from '../../../../src/check/contract/runtime/oci-config.js'

const SECCOMP = { defaultAction: 'SCMP_ACT_ERRNO', architectures: [], syscalls: [] }
const config = ociConfig(
  {
    rootfs: '/bundle/rootfs',
    user: { uid: 1000, gid: 1001 },
    args: ['init', 'server'],
    cwd: '/app',
    env: { PATH: '/bin', PORT: '8000' },
    mounts: ['/tmp', '/cache'],
  },
  { PORT: '9000', SECRET: 'x' },
  SECCOMP,
)

describe('the configuration for the OCI runtime', () => {
  it('has no capability in any of the five sets, and forbids new privileges', () => {
    const { capabilities, noNewPrivileges } = config.process
    expect(Object.keys(capabilities).sort()).toEqual(['ambient', 'bounding', 'effective', 'inheritable', 'permitted'])
    expect(Object.values(capabilities).flat()).toEqual([])
    expect(noNewPrivileges).toBe(true)
  })

  it('runs the entry point as the user of the contract, as process 1 of a namespace', () => {
    expect(config.process).toMatchObject({ args: ['init', 'server'], cwd: '/app', user: { uid: 1000, gid: 1001 } })
    expect(config.linux.namespaces).toContainEqual({ type: 'pid' })
  })

  it('lets the given variables win over those of the image', () => {
    expect(config.process.env).toEqual(['PATH=/bin', 'PORT=9000', 'SECRET=x'])
  })

  it('makes the root read-only, and the mounts of the contract writable for the user alone', () => {
    expect(config.root).toEqual({ path: '/bundle/rootfs', readonly: true })
    const writable = config.mounts.filter(({ options }) => options.includes('uid=1000'))
    expect(writable.map(({ destination, type }) => [destination, type])).toEqual([
      ['/tmp', 'tmpfs'],
      ['/cache', 'tmpfs'],
    ])
    for (const { options } of writable) expect(options).toEqual(expect.arrayContaining(['gid=1001', 'mode=700']))
  })

  it('filters system calls', () => {
    expect(config.linux.seccomp).toBe(SECCOMP)
  })
})
