import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'frontend',
    include: ['test/**/*.test.ts'],
    // The integration tests may have to run `next build` first, which takes a minute on a busy machine.
    hookTimeout: 300_000,
    testTimeout: 30_000,
  },
})
