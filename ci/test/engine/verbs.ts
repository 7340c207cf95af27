import { type Directory, dag, type File, type Secret, type Service } from '@dagger.io/dagger'
import { TodoChatbot } from '../../src/index.js'
import type { Report } from '../../src/release/report.js'
import { Format } from '../../src/release/report-markdown.js'
import { Scanner, type Severity } from '../../src/scan/policy.js'
import { CANARY, vulnerabilityDatabase } from './database.js'
import { newRepository } from './git.js'
import { REGISTRY } from './registry.js'
import { sources } from './session.js'

// The module's functions with named options: tests name the options that matter to them, and this file knows the positions.

const module = new TodoChatbot()

/** The repository in a test's own registry. */
export const REPOSITORY = `${REGISTRY}/team/app`

export interface BuildOptions {
  apiUrl?: string
  nodeImage?: string
  platform?: string[]
}

export function build({ apiUrl, nodeImage, platform }: BuildOptions = {}): Promise<string> {
  return module.build(sources().services, apiUrl, nodeImage, platform)
}

export interface ScanOptions {
  db: File
  failOn?: Severity
  exceptions?: File
}

export function scan({ db, failOn, exceptions = sources().exceptions }: ScanOptions): Promise<string> {
  return module.scan(sources().services, exceptions, Scanner.Grype, failOn, false, db)
}

export function scanReports({ db, exceptions = sources().exceptions }: ScanOptions): Promise<Directory> {
  return module.scanReports(sources().services, exceptions, Scanner.Grype, db)
}

export interface PlanOptions {
  /** A checkout. Default: a repository with one commit, tagged v1.2.3. */
  git?: Directory
  repository?: string
  format?: Format
  nodeImage?: string
  platform?: string[]
}

export function plan({ git = newCheckout(), repository, format, nodeImage, platform }: PlanOptions = {}) {
  return module.plan(git, sources().services, repository, undefined, format, undefined, nodeImage, platform)
}

/** The plan as data. */
export const planData = async (options: PlanOptions = {}): Promise<Report> =>
  JSON.parse(await plan({ ...options, format: Format.Json }))

export interface PublishOptions extends PlanOptions {
  username?: string
  password?: Secret
  dryRun?: boolean
  signingKey?: Secret
  service?: Service
}

/** Publishes with a vulnerability database that knows nothing of the images' packages. */
export function publish({ git = newCheckout(), repository = REPOSITORY, ...options }: PublishOptions): Promise<string> {
  const { checkout, exceptions } = sources()
  const { username, password, dryRun, signingKey, format, nodeImage, platform, service } = options
  const db = vulnerabilityDatabase([CANARY])
  return module.publish(
    ...([repository, git.asGit(), checkout, exceptions, git.filter({ include: ['.git/config'] })] as const),
    ...([username, password, dryRun, undefined, signingKey, undefined, undefined, undefined] as const),
    ...([undefined, undefined, undefined, db, undefined, format, undefined, nodeImage, platform, service] as const),
  )
}

/** The report of a release as data. */
export const publishData = async (options: PublishOptions): Promise<Report> =>
  JSON.parse(await publish({ ...options, format: Format.Json }))

export interface VerifyOptions {
  image: string
  key?: File
  identity?: string
  issuer?: string
  commit?: string
  builder?: string
  service?: Service
}

export function verify({ image, key, identity, issuer, commit, builder, service }: VerifyOptions): Promise<string> {
  return module.verify(image, key, identity, issuer, commit, builder, undefined, undefined, service)
}

export interface ManifestOptions {
  version?: string
  /** The folder of the manifests. */
  source: Directory
  overlay?: string
  repository?: string
  /** `IMAGE=sha256:…` of each image. */
  digest?: string[]
  service?: Service
}

export function manifests({ version = 'v1.2.3', source, overlay, repository, digest, service }: ManifestOptions) {
  const git = dag.directory()
  return module.manifests(version, source, git, overlay, repository, undefined, undefined, digest, service)
}

const newCheckout = (): Directory => dag.host().directory(newRepository({ tags: ['v1.2.3'] }))
