/** What inspect.mjs reads from an image's tarball. */
export interface Inspected {
  config: ImageConfig
  /** The configuration of the base. */
  base: ImageConfig
  /** The commands of all steps after the base, those that made no layer too. */
  history: string[]
  /** The layers above the base, the lowest first; sizes of their files, uncompressed. */
  layers: Layer[]
  /** All that the image adds to its base, and of the base: programs, and what is setuid, setgid, has file capabilities or is writable for others. */
  files: ImageFile[]
  /** What a layer of the image holds and a later one hides: nobody sees it, everybody pulls it. */
  lost: string[]
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
  /** By the image, not by its base. */
  added: boolean
  /** It has file capabilities, which give whoever runs it capabilities of root. */
  capable?: boolean
  /** There again only because it lost its setuid or setgid bit. */
  stripped?: boolean
}
