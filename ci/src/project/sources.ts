// Which files a function gets. Allow-lists, so that an edit elsewhere (README.md, an editor's folder) changes nothing and the
// function answers from the cache. No wildcard but a last `/**` in what is taken: with any other the CLI searches every folder of the
// checkout, node_modules too. The engine reads these without running them: literal arrays only.

/** A service's folder as its image is made of it: an edit of a test builds no image. */
export const IMAGE_SOURCE = [
  '**',
  '!package.json',
  '!package-lock.json',
  '!.npmrc',
  '!tsconfig.json',
  '!build.mjs',
  '!next.config.ts',
  '!src/**',
  '!public/**',
  '!scripts/**',
]

/** The same with its tests and its Dockerfile. */
export const SERVICE_SOURCE = [
  '**',
  '!package.json',
  '!package-lock.json',
  '!.npmrc',
  '!tsconfig.json',
  '!build.mjs',
  '!next.config.ts',
  '!src/**',
  '!public/**',
  '!scripts/**',
  '!test/**',
  '!vitest.config.ts',
  '!Dockerfile',
  '!.dockerignore',
]

/** The tools, the module and all that is linted. */
export const PROJECT_SOURCE = [
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
  '!services/backend/build.mjs',
  '!services/backend/tsconfig.json',
  '!services/backend/vitest.config.ts',
  '!services/backend/src/**',
  '!services/backend/test/**',
  '!services/frontend/.gitignore',
  '!services/frontend/package.json',
  '!services/frontend/package-lock.json',
  '!services/frontend/next.config.ts',
  '!services/frontend/tsconfig.json',
  '!services/frontend/vitest.config.ts',
  '!services/frontend/src/**',
  '!services/frontend/scripts/**',
  '!services/frontend/test/**',
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

/** Where git says that the project comes from. */
export const GIT_CONFIG = ['**', '!.git/config']
