import type { SeccompFilter } from './seccomp.ts'

/** What the contract and the image's configuration say of a container. */
export interface ContainerSpec {
  /** Path of the image's files. */
  rootfs: string
  user: { uid: number; gid: number }
  /** Entry point and command. */
  args: string[]
  cwd: string
  /** The image's own variables. */
  env: Record<string, string>
  /** The paths that the service may write. */
  mounts: string[]
}

interface Mount {
  destination: string
  type: string
  source: string
  options: string[]
}

/** No capability in any of the five sets. */
const CAPABILITIES = { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] }

/** The mounts that every container gets: https://github.com/opencontainers/runtime-spec/blob/v1.1.0/config-linux.md#default-filesystems */
const DEFAULT_MOUNTS: Mount[] = [
  mount('/proc', 'proc', 'nosuid', 'noexec', 'nodev'),
  mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
  mount('/dev/pts', 'devpts', 'nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'),
  mount('/dev/shm', 'tmpfs', 'nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'),
  mount('/dev/mqueue', 'mqueue', 'nosuid', 'noexec', 'nodev'),
  mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', 'ro'),
]

/** Hidden, and made read-only, by containerd and CRI-O: https://github.com/containerd/containerd/blob/v2.0.0/pkg/oci/spec.go */
const MASKED_PATHS = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
]
const READONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

/**
 * The configuration of an OCI runtime that restricts a container as the contract and Kubernetes' `restricted` pods do:
 * https://github.com/opencontainers/runtime-spec/blob/v1.1.0/config.md. The network stays that of the caller, which is how it
 * reaches the service and the service its dependency.
 * @param variables added to those of the image
 */
export function ociConfig(
  { rootfs, user, args, cwd, env, mounts }: ContainerSpec,
  variables: Record<string, string>,
  seccomp: SeccompFilter,
) {
  return {
    ociVersion: '1.0.2',
    process: {
      user,
      args,
      cwd,
      env: Object.entries({ ...env, ...variables }).map(([name, value]) => `${name}=${value}`),
      capabilities: CAPABILITIES,
      noNewPrivileges: true,
    },
    root: { path: rootfs, readonly: true },
    mounts: [
      ...DEFAULT_MOUNTS,
      ...['/etc/hosts', '/etc/resolv.conf'].map(sharedFile),
      ...mounts.map((path) =>
        mount(path, 'tmpfs', 'nosuid', 'nodev', `uid=${user.uid}`, `gid=${user.gid}`, 'mode=700'),
      ),
    ],
    linux: {
      namespaces: ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })),
      seccomp,
      maskedPaths: MASKED_PATHS,
      readonlyPaths: READONLY_PATHS,
    },
  }
}

function mount(destination: string, type: string, ...options: string[]): Mount {
  return { destination, type, source: type, options }
}

/** A file of the caller's, as a kubelet gives it to each container. */
function sharedFile(path: string): Mount {
  return { destination: path, type: 'bind', source: path, options: ['bind', 'ro'] }
}
