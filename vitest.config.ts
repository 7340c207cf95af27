import { defineConfig } from 'vitest/config'

const database = ['./ci/host/test-database.ts']

/** One runner for all of it: `npm test`, or `npx vitest run --project backend` for a part. */
export default defineConfig({
  test: {
    reporters: ['default', ['junit', { outputFile: 'reports/junit.xml' }]],
    projects: [
      { test: { name: 'repository', include: ['test/repository/**/*.test.ts'], testTimeout: 300_000 } },
      'ci/vitest.config.ts',
      {
        extends: 'services/backend/vitest.config.ts',
        test: { name: 'backend', root: 'services/backend', globalSetup: database },
      },
      { extends: 'services/frontend/vitest.config.ts', test: { name: 'frontend', root: 'services/frontend' } },
      { test: { name: 'images', include: ['test/images/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 } },
      {
        test: { name: 'engine', include: ['ci/test/engine/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 },
      },
    ],
  },
})
