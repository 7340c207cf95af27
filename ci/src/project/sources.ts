import type { Directory } from '@dagger.io/dagger'
import { SERVICE_NAMES, type ServiceName } from './services.js'

// The files of the checkout that a function takes. These are allow-lists, so that an edit elsewhere (README.md, an editor's folder) changes
// nothing and the function answers from the cache. The only wildcard in an allowed path is a last `/**`: with any other the CLI
// searches every folder of the checkout, node_modules too. The engine reads these arrays without running them, so they are literal.

/** The files that images are made of: an edit of a test builds no image. */
export const IMAGE_SOURCE = [
  '**',
  '!services/backend/package.json',
  '!services/backend/package-lock.json',
  '!services/backend/.npmrc',
  '!services/backend/tsconfig.json',
  '!services/backend/build.mjs',
  '!services/backend/src/**',
  '!services/frontend/package.json',
  '!services/frontend/package-lock.json',
  '!services/frontend/.npmrc',
  '!services/frontend/tsconfig.json',
  '!services/frontend/next.config.ts',
  '!services/frontend/src/**',
  '!services/frontend/public/**',
  '!services/frontend/scripts/**',
]

/** The files that the checks read: the tools, the module, and all services with their tests and Dockerfiles. */
export const CHECKOUT_SOURCE = [
  '**',
  '!package.json',
  '!package-lock.json',
  '!.npmrc',
  '!.gitignore',
  '!biome.json',
  '!dagger.json',
  '!tsconfig.json',
  '!vitest.config.ts',
  '!bench/**',
  '!ci/**',
  '!test/**',
  '!services/backend/package.json',
  '!services/backend/package-lock.json',
  '!services/backend/.npmrc',
  '!services/backend/tsconfig.json',
  '!services/backend/build.mjs',
  '!services/backend/src/**',
  '!services/backend/test/**',
  '!services/backend/vitest.config.ts',
  '!services/backend/Dockerfile',
  '!services/backend/.dockerignore',
  '!services/frontend/package.json',
  '!services/frontend/package-lock.json',
  '!services/frontend/.npmrc',
  '!services/frontend/.gitignore',
  '!services/frontend/tsconfig.json',
  '!services/frontend/next.config.ts',
  '!services/frontend/src/**',
  '!services/frontend/public/**',
  '!services/frontend/scripts/**',
  '!services/frontend/test/**',
  '!services/frontend/vitest.config.ts',
  '!services/frontend/Dockerfile',
  '!services/frontend/.dockerignore',
  '**/node_modules',
  'ci/sdk',
]

/** Enough of a checkout for git to tell the commit, its tags and its branch. */
export const GIT_ONLY = ['**', '!.git/**']

/** What Kubernetes needs, without the secrets that somebody filled in. */
export const MANIFEST_SOURCE = [
  '**',
  '!deploy/kubernetes/**',
  '!services/postgres/**',
  'deploy/kubernetes/secrets/*.env',
  'deploy/kubernetes/secrets/*.json',
]

/** The address of the repository that the checkout comes from. */
export const GIT_CONFIG = ['**', '!.git/config']

/** The folder of each service. */
export type ServiceSources = Record<ServiceName, Directory>

/** The folders of the services in a checkout, or in the part of one that holds `services`. */
export const serviceSources = (checkout: Directory): ServiceSources =>
  mapServices((name) => checkout.directory(`services/${name}`))

/** A value for each service. */
export const mapServices = <Value>(valueFor: (name: ServiceName) => Value): Record<ServiceName, Value> =>
  Object.fromEntries(SERVICE_NAMES.map((name) => [name, valueFor(name)])) as Record<ServiceName, Value>
