/** The configuration and the files of an image, as inspect.mjs reads them from its tarball. */
export interface Inspected {
  config: ImageConfig
  /** The configuration of the base. */
  base: ImageConfig
  /** The commands of all steps after the base, also those without a layer. */
  history: string[]
  /** The layers above the base, the lowest first, with uncompressed sizes. */
  layers: Layer[]
  /** All files that the image adds; of the base, only programs and files that are setuid, setgid, writable for others or have capabilities. */
  files: ImageFile[]
  /** Files of one of the image's layers that a later layer removes or replaces: they are not visible, but pulled with the image. */
  shadowedFiles: string[]
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md, and Docker's `Healthcheck`, in nanoseconds. */
export interface ImageConfig {
  User?: string
  WorkingDir?: string
  Entrypoint?: string[] | null
  Cmd?: string[] | null
  Env?: string[] | null
  ExposedPorts?: Record<string, unknown> | null
  Labels?: Record<string, string> | null
  Healthcheck?: { Test: string[]; Interval?: number; Timeout?: number; StartPeriod?: number; Retries?: number } | null
}

export interface Layer {
  command: string
  bytes: number
  largest: { path: string; bytes: number }[]
}

export interface ImageFile {
  path: string
  type: 'file' | 'directory' | 'link' | 'other'
  mode: number
  uid: number
  gid: number
  bytes: number
  /** Whether the image added it to its base. */
  added: boolean
  /** Whether it has file capabilities, which give its process some of root's privileges. */
  capable?: boolean
  /** Whether the image changed it only by removing its setuid or setgid bit. */
  stripped?: boolean
}
