import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { dropTemplate } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the built service. */
    dist: string
    /** Distinguishes the databases of this run from those of other runs on the same server. */
    run: string
  }
}

/** Builds the service once for the tests that start processes. Not into `dist`, which may be in use. */
export default function setup(project: TestProject) {
  const root = join(import.meta.dirname, '..')
  const dist = join(root, 'node_modules/.cache/test-dist')
  const run = randomUUID().slice(0, 8)
  execFileSync(process.execPath, ['build.mjs', dist], { cwd: root, stdio: 'inherit' })
  project.provide('dist', dist)
  project.provide('run', run)
  return () => dropTemplate(run)
}
