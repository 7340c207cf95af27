import { defineConfig } from 'vitest/config'

/** The whole stack in a real browser. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 15_000 } },
    // One worker for all files, because they share the services and the browser.
    fileParallelism: false,
    isolate: false,
  },
})
